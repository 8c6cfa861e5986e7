/** The order in which a family is read out at the door: its head first, then by generation, then by age. */
import type { Row } from '@/store'
import { text } from './values'

const RANK: Record<string, number> = { '0': 0, '1': 1, '5': 2, '6': 3, '2': 4, '3': 4, '4': 5, '7': 6, '8': 7, '9': 8 }

function rank(row: Row): number {
  const relation = text(row, 'relation')
  return relation ? (RANK[relation[0]!] ?? 9) : 9
}

export function inFamilyOrder<T extends Row>(members: readonly T[]): T[] {
  return [...members].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (text(a, 'birth') || '9').localeCompare(text(b, 'birth') || '9') ||
      text(a, 'name').localeCompare(text(b, 'name')),
  )
}

/** Who gives the household its name: the head (GB/T 4761 `02`, or `01`), else the first in family order. */
export function headOf<T extends Row>(members: readonly T[]): T | undefined {
  return members.find((m) => ['02', '01'].includes(text(m, 'relation'))) ?? inFamilyOrder(members)[0]
}
