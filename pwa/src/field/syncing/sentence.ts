/** An edit in words: whose record, and what was written. Numbers stay covered here too. */
import { store, type Edit } from '@/store'
import { maskIdentity, maskPhone } from '@/ui/mask'
import { t, tt } from '@/ui/words'
import { addressOf } from '../book/address'
import { contraindicationName, groupName, productName, reasonName } from '../book/campaign'
import { shortDate } from '@/ui/dates'
import { gridName } from '../book/grids'
import { text } from '../book/values'

/** "青石巷12号 李桂兰": the household and the person that a record is about. */
export function subjectOf(record: string): string {
  const row = store.get(record)
  if (!row) return t('field.edit.unknownRecord')
  if (row.entity === 'household') return addressOf(row).full
  if (row.entity === 'resident') {
    const home = store.get(text(row, 'household'))
    return [home && addressOf(home).full, text(row, 'name')].filter(Boolean).join(' ')
  }
  if (row.entity === 'attendance') return [text(row, 'ticket'), text(row, 'name')].filter(Boolean).join(' ')
  if (row.entity === 'reaction') return subjectOf(text(row, 'attendance'))
  const parent = text(row, 'resident') || text(row, 'household')
  return parent && parent !== record ? subjectOf(parent) : tt(`shared.entity.${row.entity}`)
}

/** Whose record it is, without the address; '' for a household. */
export function personOfRecord(record: string): string {
  const row = store.get(record)
  const resident = row?.entity === 'resident' ? row : store.get(text(row, 'resident'))
  return text(resident, 'name')
}

/** Fields that say where a record belongs or when it was tapped; the subject says that already. */
const SILENT = new Set(['household', 'resident', 'at', 'campaign', 'campaign_version', 'voids', 'retract', 'walk', 'initials', 'same_as'])

const CODED: Readonly<Record<string, string>> = {
  willingness: 'willingness',
  outcome: 'outcome',
  next_step: 'nextStep',
  residency: 'residency',
  dwelling: 'dwelling',
  sex: 'sex',
  id_kind: 'idKind',
  known: 'known',
  relation: 'relation',
}

export function valueText(entity: string, field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return t('field.edit.cleared')
  if (typeof value === 'boolean') return t(value ? 'shared.yes' : 'shared.no')
  if (field === 'groups') {
    const change = value as { add?: string[]; remove?: string[] } | string[]
    if (Array.isArray(change)) return change.map(groupName).join(t('field.listSeparator'))
    return [...(change.add ?? []).map((g) => `+${groupName(g)}`), ...(change.remove ?? []).map((g) => `−${groupName(g)}`)].join(' ')
  }
  if (Array.isArray(value)) return t('field.people', { n: value.length })
  const word = String(value)
  if (field === 'id_number') return maskIdentity(word)
  if (field === 'phone') return maskPhone(word)
  if (field === 'reason') return reasonName(word)
  if (field === 'product') return productName(word)
  if (field === 'kind') return contraindicationName(word)
  if (field === 'grid') return gridName(word)
  if (entity === 'attendance' && (field === 'state' || field === 'screening')) return tt(`site.${field === 'state' ? 'stage' : 'screen'}.${word}`)
  if (field === 'state') return tt(`shared.${entity === 'contraindication' ? 'contraindicationState' : 'appointmentState'}.${word}`)
  if (field === 'life_state') return tt(`shared.${entity === 'household' ? 'householdLife' : 'residentLife'}.${word}`)
  if (field === 'session') {
    const session = store.get(word)
    return session ? `${shortDate(text(session, 'on'), store.today())} ${text(session, 'from')} ${text(store.get(text(session, 'site')), 'name')}` : word
  }
  if (CODED[field]) return tt(`shared.${CODED[field]}.${word}`)
  return /^\d{4}-\d{2}-\d{2}$/.test(word) ? shortDate(word, store.today()) : word
}

/** What goes without saying of a new record: a visit's own day, a place that is requested, a "no". */
function isPlain(edit: Pick<Edit, 'kind' | 'entity'>, field: string, value: unknown): boolean {
  if (edit.kind !== 'create') return false
  return value === false || (edit.entity === 'visit' && field === 'on') || value === 'requested'
}

/** Of a desk's records only what its words name; they are there as soon as a screen of the desk was shown. */
const DESK: readonly string[] = ['attendance', 'reaction']
function isTold(entity: string, field: string): boolean {
  return !DESK.includes(entity) || tt(`site.field.${field}`, undefined, '') !== ''
}

/** "新增入户走访：走访结果 见面谈过 · 宣传单 是" */
export function sentenceOf(edit: Pick<Edit, 'kind' | 'entity' | 'fields'>): string {
  const desk = DESK.includes(edit.entity) ? 'site' : 'shared'
  const entity = tt(`${desk}.entity.${edit.entity}`)
  if (edit.fields['retract']?.value === true) return t('field.edit.voided', { entity })
  const told = Object.entries(edit.fields)
    .filter(([field, { value }]) => !SILENT.has(field) && !isPlain(edit, field, value) && isTold(edit.entity, field))
    .map(([field, { value }]) => `${tt(`${desk}.field.${field}`)} ${valueText(edit.entity, field, value)}`)
  const key = edit.kind !== 'create' ? 'field.edit.changed' : edit.fields['voids']?.value ? 'field.edit.corrected' : 'field.edit.created'
  return t(key, { entity, what: told.slice(0, 6).join(' · ') })
}
