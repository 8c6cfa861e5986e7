/** What the office's server answers about sessions, places and supply. Times are milliseconds, dates YYYY-MM-DD, bands HH:MM. */
import type { Row } from '../api/shapes'

/** Tickets of one pool: given out, on phones, free, frozen after a restore; together they are its quota. */
export interface Tickets { quota: number; given: number; leased: number; free: number; frozen?: number }
export interface Stock { in_stock: number; planned: number; left: number }
export interface SessionHead {
  id: string; site: string; site_name: string; on: string; from: string; to: string; product: string
  kind: string | null; for: string | null; state: string | null
}

export interface AccountShare extends Tickets { account: number; name: string; grids: string[] }
/** A pool of one session: `""` for all, `reserve`, or a village, with who of it has a place, waits, or needs one. */
export interface Pool extends Tickets {
  pool: string; name: string | null; remote?: boolean; requested: number; people: number; need: number; accounts: AccountShare[]
}
export interface Places {
  session: SessionHead & { values: Record<string, unknown>; by: string; also?: Row['also'] }
  capacity: number; given: number; leased: number; free: number; frozen: number; frozen_until: number | null
  requested: number; double: number; pools: Pool[]; supply: Stock | null
}

export interface Day { on: string; weekday: number; kind: 'workday' | 'weekend' | 'holiday' | 'makeup'; name: string | null; known: boolean }
export interface Cell extends Tickets { requested: number; people: number }
export interface BoardSession extends SessionHead {
  capacity: number; given: number; requested: number; leased: number; free: number; frozen: number; double: number
  attended: number; missed: number; reserve: Tickets; general: Tickets; cells: Record<string, Cell>; supply: Stock | null
}
export interface BoardVillage { code: string; name: string; remote: boolean; need: Record<string, number> }
export interface Board {
  from: string; days: Day[]; villages: BoardVillage[]; sessions: BoardSession[]
  total: { capacity: number; given: number; requested: number; leased: number; free: number; double: number; attended: number; missed: number }
}

export interface Proposal {
  sessions: { session: string; capacity: number; pools: Record<string, number>; general: number }[]
  villages: { code: string; name: string; need: number; share: number; remote: boolean; band: string | null }[]
}

export interface Band { days: number[]; from: string; to: string; product: string; capacity: number; pools?: Record<string, number> }
export interface TemplateBody { site: string; kind: string; for: string | null; holidays: 'skip' | 'keep'; makeup: boolean; bands: Band[] }
export interface Template { id: number; name: string; body: TemplateBody }
export interface Made {
  template: number; on: string; from: string; to: string; site: string; site_name: string; product: string; capacity: number
  state: 'new' | 'exists' | 'past' | 'holiday' | 'skipped'; id: string | null
}
export interface WeekMade {
  days: Day[]; sessions: Made[]; made: number
  supply: { site: string; site_name: string; product: string; in_stock: number; planned: number; with: number; short: number }[]
}

export interface Batch { batch: string; expires: string | null; in_stock: number; used: number; received: number; expired: boolean }
export interface ProductStock {
  product: string; received: number; returned: number; scrapped: number; moved_out: number; moved_in: number; used: number
  in_stock: number; planned: number; left: number; batches: Batch[]
}
export interface Entry { id: string; values: Record<string, unknown>; by: string; also?: Row['also']; author: string | null; at: number }
export interface Supply { sites: { site: string; site_name: string; products: ProductStock[] }[]; entries: Entry[] }

export interface Elsewhere { session: string; pool: string; on: string; from: string; site_name: string; free: number }
export interface Short {
  kind: 'requested' | 'need' | 'supply'; session?: string; site?: string; site_name?: string; on?: string; from?: string; to?: string
  product: string; village?: string; village_name?: string; missing: number; free_elsewhere?: Elsewhere[]
}
export interface Spare {
  session: string; site: string; site_name: string; on: string; from: string; to: string; product: string
  pool: string; name: string | null; free: number; capacity: number; requested_elsewhere: number
}
/** `from`: the days that are shown begin today at the earliest. */
export interface Dispatch { from: string; short: Short[]; empty: Spare[] }

export interface Person {
  appointment: string; resident: string; household: string; name: string; sex: string | null; birth: string | null; age: number | null
  id_number: string | null; phone: string | null; village: string; village_name: string; grid: string; grid_name: string; door: string
  dose: number; state: string; ticket: number | null; asked_at: number; change: string | null; change_seen: boolean; session: string
  account: number | null; account_name: string | null; groups: string[]
}
export interface Sheet { session: Places['session']; site: Record<string, unknown>; people: Person[] }
export interface Run { session: SessionHead; village: string; village_name: string; people: Person[] }
export interface Bus { on: string; runs: Run[] }
export interface ChangedPerson extends Person { on: string; from: string; to: string; site_name: string; at: number }
export interface Changes { counts: { lost: number; session: number; ticket: number }; people: ChangedPerson[] }

export interface Target { id: string; site: string; site_name: string; on: string; from: string; to: string; free: number; supply_left: number }
export interface Frozen { sessions: (SessionHead & { frozen: number; until: number })[]; undecided: number }
