/** What a list says of a field otherwise than the record, as text: doses and doors of the list come as their parts. */
import { t, tt } from '@/ui/words'
import { placeName } from '../pieces/choices'
import { fieldWord, say } from '../pieces/say'

const DOOR = ['lane', 'building', 'unit', 'door', 'room'] as const

/** What a field is called; a dose and a household are records of their own. */
export function turnField(entity: string, field: string): string {
  if (field === 'dose' || entity === 'dose') return t('roster.differences.dose')
  if (field === 'household') return tt('shared.entity.household')
  return fieldWord(field)
}

/** A value for reading. */
export function turnValue(entity: string, field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return t('roster.differences.none')
  if (typeof value !== 'object' || Array.isArray(value)) return say(entity, field, value)
  const parts = value as Record<string, unknown>
  if (field === 'household') return [parts.grid ? placeName(String(parts.grid)) : '', ...DOOR.map((key) => parts[key])].filter(Boolean).join(' ')
  if (field !== 'dose') return say(entity, field, value)
  const product = parts.product ? say('dose', 'product', parts.product) : ''
  return [parts.number ? tt('shared.doseNumber', { n: String(parts.number) }) : '', parts.on, product, parts.place].filter(Boolean).join(' · ')
}
