/**
 * What is written on a household's plate. In a lane the plate carries the number and the lane is the heading; in a
 * building the plate carries the room and building and unit are the heading.
 */
import type { Row } from '@/store'
import { t } from '@/ui/words'
import { text } from './values'

export interface Address {
  /** Heading of the stretch of doors this one belongs to: a lane, or a building with its unit. */
  stretch: string
  /** The numeral on the plate. */
  numeral: string
  /** All of it in one line. */
  full: string
}

/** `12号` → `12`: on the plate the numeral stands alone. What does not end so is kept as it is. */
export function numeralOf(door: string): string {
  const match = /^(\D{0,2}\d[\d\-－A-Za-z]*)\D?$/.exec(door.trim())
  return match ? match[1]! : door.trim()
}

function numbered(value: string, key: 'field.address.building' | 'field.address.unit' | 'field.address.door'): string {
  return /^\d+$/.test(value) ? t(key, { n: value }) : value
}

export function addressOf(row: Pick<Row, 'values'>): Address {
  const lane = text(row, 'lane')
  const building = numbered(text(row, 'building'), 'field.address.building')
  const unit = numbered(text(row, 'unit'), 'field.address.unit')
  const room = text(row, 'room')
  const door = text(row, 'door')
  if (building || room) {
    const stretch = [lane, [building, unit].filter(Boolean).join(' ')].filter(Boolean).join(' ')
    const numeral = numeralOf(room || door) || '—'
    return { stretch, numeral, full: [stretch, room || door].filter(Boolean).join(' ') }
  }
  const full = `${lane}${numbered(door, 'field.address.door')}`
  return { stretch: lane, numeral: numeralOf(door) || '—', full: full || t('field.address.none') }
}
