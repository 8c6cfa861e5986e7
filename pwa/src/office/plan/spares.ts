/** Empty places put together by session: a week of forty villages would fill a thousand lines, and what is done is done to a session. */
import { GENERAL, RESERVE } from './quota'
import type { Pool, Spare } from './shapes'

export interface SpareSession { session: string; head: Spare; free: number; waitElsewhere: number; pools: Spare[]; inVillages: number }

/** One line a session, those first where elsewhere people wait, then the emptiest. */
export function bySession(spares: readonly Spare[]): SpareSession[] {
  const found = new Map<string, SpareSession>()
  for (const spare of spares) {
    const line = found.get(spare.session) ?? { session: spare.session, head: spare, free: 0, waitElsewhere: 0, pools: [], inVillages: 0 }
    line.free += spare.free
    line.waitElsewhere = Math.max(line.waitElsewhere, spare.requested_elsewhere)
    line.inVillages += spare.pool === GENERAL || spare.pool === RESERVE ? 0 : spare.free
    line.pools.push(spare)
    found.set(spare.session, line)
  }
  return [...found.values()].sort((one, other) => other.waitElsewhere - one.waitElsewhere || other.free - one.free)
}

/** The quotas that leave every village only what is no longer free; the reserve stays. */
export function withoutFree(pools: readonly Pool[]): Record<string, number> {
  const villages = pools.filter((pool) => pool.pool !== GENERAL && pool.pool !== RESERVE)
  // What belongs to somebody by name stays theirs: only what the village has in common is opened to all.
  return Object.fromEntries(villages.map((pool) => [pool.pool, pool.quota - Math.max(0, pool.free - pool.accounts.reduce((all, each) => all + each.free, 0))] as const).filter(([, quota], i) => quota !== villages[i]!.quota))
}
