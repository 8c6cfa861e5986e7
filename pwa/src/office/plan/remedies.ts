/** What can be done about a shortage, nearest first: places of another pool of the same session, other sessions, more places, more vaccine. */
import type { Elsewhere, Short } from './shapes'

export type Remedy =
  | { what: 'take'; session: string; pool: string; to: string; n: number }
  | ({ what: 'elsewhere' } & Elsewhere)
  | { what: 'people'; session: string } | { what: 'raise'; session: string } | { what: 'add' } | { what: 'receive' }

/** How many places elsewhere are named; the week board shows the rest. */
const MOST = 4

export function remedies(line: Short): Remedy[] {
  const found: Remedy[] = []
  let missing = line.missing
  const places = (line.free_elsewhere ?? []).filter((each) => each.free > 0)
  for (const each of places.filter((one) => line.village !== undefined && one.session === line.session && one.pool !== line.village)) {
    if (missing <= 0) break
    const n = Math.min(missing, each.free)
    found.push({ what: 'take', session: each.session, pool: each.pool, to: line.village!, n })
    missing -= n
  }
  if (line.kind !== 'supply') found.push(...places.filter((each) => each.session !== line.session).slice(0, MOST).map((each): Remedy => ({ what: 'elsewhere', ...each })))
  if (line.kind === 'requested' && line.session) found.push({ what: 'people', session: line.session })
  if (line.kind === 'supply') found.push({ what: 'receive' })
  else if (missing > 0) found.push(line.session ? { what: 'raise', session: line.session } : { what: 'add' })
  return found
}
