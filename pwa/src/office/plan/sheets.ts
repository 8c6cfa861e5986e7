/** A session of the board as the pools that the editor's arithmetic takes: the reserve, every village (also without a place), and what is for all. */
import { GENERAL, RESERVE } from './quota'
import type { BoardSession, BoardVillage, Pool, Tickets } from './shapes'

const NONE: Tickets = { quota: 0, given: 0, leased: 0, free: 0 }

function pool(name: string, title: string | null, tickets: Tickets, remote: boolean): Pool {
  return { ...tickets, pool: name, name: title, remote, requested: 0, people: 0, need: 0, accounts: [] }
}

export function asPools(session: BoardSession, villages: readonly BoardVillage[]): Pool[] {
  return [
    pool(GENERAL, null, session.general, false), pool(RESERVE, null, session.reserve, false),
    ...villages.map((village) => pool(village.code, village.name, session.cells[village.code] ?? NONE, village.remote)),
  ]
}
