/**
 * The arithmetic of breaking a session's places down: a pool for each village, a reserve, and what remains is for all.
 * Only free tickets move: what is given out or on a phone stays where it is, so no pool can become smaller than that.
 * The server decides; this says it while somebody types, before anything is sent.
 */
import type { Pool, Tickets } from './shapes'

export const GENERAL = ''
export const RESERVE = 'reserve'

/** What is typed: places by pool (a village's code or `reserve`), and within a village by account. */
export interface Wanted { pools: Record<string, number>; accounts: Record<string, Record<number, number>> }

/** A fault in what is typed: the pool (and account) it stands at, and the least or most that it may be. */
export interface Fault { pool: string; account?: number; what: 'below_given' | 'above_village'; limit: number }

export interface Sum {
  villages: number
  reserve: number
  /** What is left for everybody: capacity less villages and reserve. Negative: more broken down than there is. */
  general: number
  /** How many places too many are broken down, counting what the general pool has already given out. */
  over: number
  faults: Fault[]
  good: boolean
}

/** The tickets of a pool that are no longer free: given out, on phones, frozen. It can never be smaller. */
export const least = (pool: Pick<Tickets, 'quota' | 'free'>): number => pool.quota - pool.free

/** A whole number of places out of what was typed; what is none counts as 0. */
export function places(typed: unknown): number {
  const n = Math.floor(Number(typed))
  return Number.isFinite(n) && n > 0 ? n : 0
}

/** What the server has, as what is typed. */
export function asWanted(pools: readonly Pool[]): Wanted {
  const own = pools.filter((pool) => pool.pool !== GENERAL)
  return {
    pools: Object.fromEntries(own.map((pool) => [pool.pool, pool.quota])),
    accounts: Object.fromEntries(own.map((pool) => [pool.pool, Object.fromEntries(pool.accounts.map((each) => [each.account, each.quota]))])),
  }
}

/** Places of a village that belong to none of its canvassers in particular. */
export function inCommon(pool: Pool, wanted: Wanted): number {
  return (wanted.pools[pool.pool] ?? pool.quota) - pool.accounts.reduce((all, each) => all + partOf(wanted, pool, each.account, each.quota), 0)
}

function partOf(wanted: Wanted, pool: Pool, account: number, otherwise: number): number {
  return wanted.accounts[pool.pool]?.[account] ?? otherwise
}

/** How the places of a session add up as typed, and what cannot be. */
export function sumUp(capacity: number, pools: readonly Pool[], wanted: Wanted): Sum {
  const own = pools.filter((pool) => pool.pool !== GENERAL)
  const of = (pool: Pool): number => wanted.pools[pool.pool] ?? pool.quota
  const reserve = own.filter((pool) => pool.pool === RESERVE).reduce((all, pool) => all + of(pool), 0)
  const villages = own.reduce((all, pool) => all + of(pool), 0) - reserve
  const general = capacity - villages - reserve
  const over = Math.max(0, pools.filter((pool) => pool.pool === GENERAL).reduce((all, pool) => all + least(pool), 0) - general)
  const faults = own.flatMap((pool) => faultsOf(pool, of(pool), wanted))
  return { villages, reserve, general, over, faults, good: over === 0 && faults.length === 0 }
}

function faultsOf(pool: Pool, now: number, wanted: Wanted): Fault[] {
  const found: Fault[] = now < least(pool) ? [{ pool: pool.pool, what: 'below_given', limit: least(pool) }] : []
  for (const each of pool.accounts) {
    const part = partOf(wanted, pool, each.account, each.quota)
    if (part < least(each)) found.push({ pool: pool.pool, account: each.account, what: 'below_given', limit: least(each) })
  }
  // What the village's tickets without a name have given out stays with the village.
  const away = least(pool) - pool.accounts.reduce((all, each) => all + least(each), 0)
  const most = now - Math.max(0, away)
  const parts = now - inCommon(pool, wanted)
  return parts > most && parts > 0 ? [...found, { pool: pool.pool, what: 'above_village', limit: Math.max(0, most) }] : found
}

/** The server's places have changed while somebody types: what was typed stays, the rest follows the server. */
export function carried(before: readonly Pool[], now: readonly Pool[], typed: Wanted): Wanted {
  const own = changed(before, typed)
  const next = asWanted(now)
  for (const [pool, n] of Object.entries(own?.pools ?? {})) if (pool in next.pools) next.pools[pool] = n
  for (const [pool, parts] of Object.entries(own?.accounts ?? {})) {
    const there = next.accounts[pool] ?? {}
    for (const [account, n] of Object.entries(parts)) if (account in there) there[Number(account)] = n
  }
  return next
}

/** What is sent: only what differs from what the server has. Null when nothing does. */
export function changed(pools: readonly Pool[], wanted: Wanted): Wanted | null {
  const had = asWanted(pools)
  const named = Object.entries(wanted.pools).filter(([pool, n]) => n !== (had.pools[pool] ?? 0))
  const accounts = Object.entries(wanted.accounts).map(([pool, parts]) => {
    const own = Object.entries(parts).filter(([account, n]) => n !== (had.accounts[pool]?.[Number(account)] ?? 0))
    return [pool, Object.fromEntries(own)] as const
  }).filter(([, parts]) => Object.keys(parts).length > 0)
  return named.length || accounts.length ? { pools: Object.fromEntries(named), accounts: Object.fromEntries(accounts) } : null
}

/** The quotas that bring `n` free places of one pool to another of the same session. What is general is never named: it is the rest. */
export function shifted(pools: readonly Pool[], from: string, to: string, n: number): Record<string, number> {
  const quota = (name: string): number => pools.find((pool) => pool.pool === name)?.quota ?? 0
  const moved: Record<string, number> = {}
  if (from !== GENERAL) moved[from] = quota(from) - n
  if (to !== GENERAL) moved[to] = quota(to) + n
  return moved
}
