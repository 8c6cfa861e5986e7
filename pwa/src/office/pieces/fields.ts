/** What can be written in each field of a record: which input it gets and what it offers. */
import { tt } from '@/ui/words'
import { grids, offered, placeName } from './choices'
import { say } from './say'

export type InputKind = 'text' | 'long' | 'date' | 'number' | 'flag' | 'choice' | 'set'

const LONG = new Set(['note', 'remark', 'finding'])
const DATES = new Set(['birth', 'back_on', 'next_on', 'on', 'until'])
const NUMBERS = new Set(['walk', 'number', 'others_informed'])
const FLAGS = new Set(['away', 'leaflet'])

const CODES: Record<string, readonly string[]> = {
  'resident.life_state': ['active', 'moved_out', 'died', 'registered_only', 'duplicate', 'mistake'],
  'household.life_state': ['active', 'vacant', 'gone', 'duplicate', 'mistake'],
  'contraindication.state': ['suspected', 'referred', 'confirmed', 'deferred', 'cleared'],
  'appointment.state': ['requested', 'confirmed', 'attended', 'missed', 'cancelled'],
  willingness: ['not_asked', 'willing', 'hesitant', 'refuses'],
  next_step: ['visit_again', 'call', 'book', 'hospital', 'ask_family', 'none'],
  residency: ['local', 'moved_in', 'moved_out', 'registered_elsewhere'],
  outcome: ['spoke', 'family', 'nobody', 'refused_entry', 'vacant', 'moved'],
  dwelling: ['own', 'flat', 'rented', 'resettled', 'dorm', 'shop', 'other'],
  sex: ['m', 'f'],
  id_kind: ['id_card', 'birth_certificate', 'passport', 'permit', 'other', 'none'],
  known: ['declared', 'certificate', 'registry', 'site'],
  number: ['1', '2', '3', '4', '5'],
  relation: [
    '01', '02', '10', '11', '12', '20', '30', '28', '38', '40', '41', '42', '43', '44', '50', '51', '52', '53', '54', '55', '56',
    '60', '61', '62', '63', '64', '70', '71', '73', '75', '77', '97', '99',
  ],
}
const OFFERED: Record<string, 'groups' | 'reasons' | 'products' | 'contraindications'> = {
  reason: 'reasons', product: 'products', 'contraindication.kind': 'contraindications',
}

/** Which input a field of an entity gets. */
export function inputOf(entity: string, field: string): InputKind {
  if (field === 'groups') return 'set'
  if (LONG.has(field)) return 'long'
  if (DATES.has(field)) return 'date'
  if (FLAGS.has(field)) return 'flag'
  if (field === 'grid') return 'choice'
  if (CODES[`${entity}.${field}`] ?? CODES[field] ?? OFFERED[`${entity}.${field}`] ?? OFFERED[field]) return 'choice'
  return NUMBERS.has(field) ? 'number' : 'text'
}

/** Code and words of what a choice offers; a value that the list does not know stays choosable, so that nothing is lost. */
export function choicesOf(entity: string, field: string, value?: unknown): { code: string; name: string }[] {
  if (field === 'grid') return grids.value.map((each) => ({ code: each.code, name: placeName(each.code) }))
  const list = OFFERED[`${entity}.${field}`] ?? OFFERED[field]
  const found = list ? offered(list) : (CODES[`${entity}.${field}`] ?? CODES[field] ?? []).map((code) => ({
    code, name: field === 'number' ? tt('shared.doseNumber', { n: code }) : say(entity, field, code),
  }))
  const code = value === null || value === undefined ? '' : String(value)
  const known = code === '' || found.some((each) => each.code === code)
  const all = field === 'product' ? [...found, { code: 'unknown', name: tt('shared.productUnknown') }] : found
  return known || (field === 'product' && code === 'unknown') ? all : [...all, { code, name: say(entity, field, code) }]
}

/** A form's text as the value that the record keeps: empty is none, numbers are numbers. */
export function kept(entity: string, field: string, value: unknown): unknown {
  if (value === '' || value === undefined || value === null) return null
  if (field === 'number' || inputOf(entity, field) === 'number') return Number(value)
  return typeof value === 'string' ? value.trim() : value
}
