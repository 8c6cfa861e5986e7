/** The doors of the grids that this phone holds, in walking order, with the people behind them. */
import { computed, type ComputedRef } from 'vue'
import { store, type Shown } from '@/store'
import { tally, type Status } from '@/ui/status'
import { addressOf, type Address } from './address'
import { headOf, inFamilyOrder } from './family'
import { personOf, type Person } from './judged'
import { day } from './today'
import { effective, isLive, text, whole } from './values'

export interface Door {
  id: string
  row: Shown
  grid: string
  address: Address
  /** Whose household it is, as the lane calls it. */
  name: string
  /** Members in everybody's task, in family order. */
  people: Person[]
  /** Members who died, moved away or are listed by mistake. */
  past: Shown[]
  marks: { status: Status; count: number }[]
  visits: number
  lastVisit: Shown | null
  vacant: boolean
  /** Something about it is under the office's review. */
  inReview: boolean
}

export function newestFirst<T extends Shown>(visits: readonly T[]): T[] {
  return [...visits].sort(
    (a, b) => text(b, 'on').localeCompare(text(a, 'on')) || (whole(b, 'at') ?? 0) - (whole(a, 'at') ?? 0),
  )
}

export function doorOf(row: Shown): Door {
  const residents = inFamilyOrder(store.children('resident', row.id))
  const people = residents.filter(isLive).map(personOf)
  const visits = newestFirst(effective(store.children('visit', row.id)))
  const head = headOf(people.map((p) => p.row)) ?? residents[0]
  return {
    id: row.id,
    row,
    grid: text(row, 'grid'),
    address: addressOf(row),
    name: text(head, 'name'),
    people,
    past: residents.filter((r) => !isLive(r)),
    marks: tally(people.map((p) => p.judgement.status)),
    visits: visits.length,
    lastVisit: visits[0] ?? null,
    vacant: text(row, 'life_state') === 'vacant',
    inReview: Boolean(row.open?.length) || people.some((p) => p.row.open?.length),
  }
}

const numerals = new Intl.Collator('zh-Hans-CN', { numeric: true })

/** A door found beside another has its number: the one of the list stands first, then as they were entered. */
function asEntered(a: Door, b: Door): number {
  return Number(b.id.includes(':')) - Number(a.id.includes(':')) || numerals.compare(a.id, b.id)
}

/** Walking order; doors without one come after the others of their lane, by number. */
export function inWalkingOrder(a: Door, b: Door): number {
  const walkA = whole(a.row, 'walk')
  const walkB = whole(b.row, 'walk')
  return (
    a.grid.localeCompare(b.grid) ||
    (walkA ?? Number.MAX_SAFE_INTEGER) - (walkB ?? Number.MAX_SAFE_INTEGER) ||
    (walkA !== null ? asEntered(a, b) : 0) ||
    numerals.compare(a.address.stretch, b.address.stretch) ||
    numerals.compare(a.address.numeral, b.address.numeral)
  )
}

/** All doors in everybody's task; follows the store. Made once and shared by every screen. */
export const allDoors: ComputedRef<Door[]> = computed(() => {
  void day.value
  return store.all('household').filter(isLive).map(doorOf).sort(inWalkingOrder)
})
