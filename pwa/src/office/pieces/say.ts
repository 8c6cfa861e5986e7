/** Values of records as words: codes become what people call them, in the language shown. */
import { t, tt } from '@/ui/words'
import { nameOf, placeName, sessionName } from './choices'
import { moment } from './time'

const WORDS: Record<string, string> = {
  willingness: 'willingness', next_step: 'nextStep', residency: 'residency', outcome: 'outcome', dwelling: 'dwelling',
  sex: 'sex', id_kind: 'idKind', known: 'known', relation: 'relation', role: 'role',
}
const BY_ENTITY: Record<string, string> = {
  'resident.life_state': 'residentLife', 'household.life_state': 'householdLife', 'contraindication.state': 'contraindicationState',
  'appointment.state': 'appointmentState', 'session.state': 'sessionState', 'site.kind': 'siteKind',
}

export function fieldWord(field: string): string {
  return tt(`shared.field.${field}`, undefined, tt(`office.field.${field}`))
}

export function entityWord(entity: string): string {
  return tt(`shared.entity.${entity}`, undefined, tt(`office.entity.${entity}`))
}

/** One value of one field, for reading. */
export function say(entity: string, field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? t('shared.yes') : t('shared.no')
  if (Array.isArray(value)) return value.length ? value.map((each) => say(entity, field, each)).join(', ') : '—'
  if (typeof value === 'object') return sets(entity, field, value as { add?: string[]; remove?: string[] })
  return word(entity, field, String(value))
}

function sets(entity: string, field: string, value: { add?: string[]; remove?: string[] }): string {
  const added = (value.add ?? []).map((each) => '+ ' + word(entity, field, each))
  const removed = (value.remove ?? []).map((each) => '− ' + word(entity, field, each))
  return [...added, ...removed].join(', ') || '—'
}

function word(entity: string, field: string, text: string): string {
  const words = BY_ENTITY[`${entity}.${field}`] ?? WORDS[field]
  if (words) return tt(`shared.${words}.${text}`, undefined, text)
  if (field === 'groups') return nameOf('groups', text) ?? text
  if (field === 'reason') return nameOf('reasons', text) ?? tt(`shared.reason.${text}`, undefined, text)
  if (field === 'product') return text === 'unknown' ? t('shared.productUnknown') : (nameOf('products', text) ?? text)
  if (field === 'kind') return nameOf('contraindications', text) ?? text
  if (field === 'session') return sessionName(text)
  if (field === 'grid') return placeName(text)
  if (field === 'at') return moment(Number(text))
  return text
}
