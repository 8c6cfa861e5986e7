/** What becomes of the rows of a list, as far as its page says it: of a row as a whole, not of one cell of it. */
import type { Listed, PersonRow, Problem, Turn } from './shapes'

export type Outcome = 'staysOut' | 'waits' | 'goesIn'
/** Rows that only lack a place wait in the tray. */
const WAITS = new Set(['area.village_missing', 'area.grid_missing'])
export const waits = (problem: Problem): boolean => !problem.stops && WAITS.has(problem.code)

/** A row that one of its cells keeps out stays out, whatever its other cells are. */
export function outcomesOf(problems: Problem[]): (problem: Problem) => Outcome {
  const out = new Set(problems.filter((each) => each.stops).map((each) => each.row))
  const waiting = new Set(problems.filter(waits).map((each) => each.row))
  return (problem) => (out.has(problem.row) ? 'staysOut' : waiting.has(problem.row) ? 'waits' : 'goesIn')
}

/** What is still to be looked at when the list is in: nobody lacks a place once the tray is empty. */
export function openOnes(problems: Problem[], unplaced: number): Problem[] {
  return unplaced ? problems : problems.filter((each) => !waits(each))
}

export type Mark = 'waits' | 'notFound' | 'staysOut' | 'differs' | 'there' | 'changed' | ''

/** What is said beside a person's name before anything goes in. Who is there and differs is not simply "there". */
export function markOf(row: PersonRow, differing: ReadonlySet<number>): Mark {
  if (row.state === 'unplaced') return 'waits'
  if (row.state === 'not_found') return 'notFound'
  if (!row.good) return 'staysOut'
  if (differing.has(row.row)) return 'differs'
  return row.unchanged ? 'there' : row.state === 'changed' ? 'changed' : ''
}
export const differing = (turns: Turn[]): Set<number> => new Set(turns.filter((each) => each.kind !== 'changed').map((each) => each.row))

/** Whether a row begins another household; a list that names no households says of everybody where they belong. */
export const begins = (row: PersonRow, above: PersonRow | undefined): boolean => !row.household || row.household !== above?.household

/** What a file is called without its ending, and without the sheet that it was taken from: "a [b].xlsx" is of "a". */
const book = (filename: string): string => filename.replace(/\.[^.]*$/, '').replace(/ \[[^\]]*\]$/, '')

/** Files that wait, in the order in which they are offered: first the sheets of the workbook just done, then by age. */
export function inTurn(waiting: Listed[], done: string): Listed[] {
  const own = (each: Listed): number => Number(book(each.filename) === book(done))
  return [...waiting].sort((a, b) => own(b) - own(a) || a.made_at - b.made_at)
}
