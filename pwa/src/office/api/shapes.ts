/** What the office's server answers, by name. Times are milliseconds since the epoch, dates YYYY-MM-DD. */

import type { Status } from '@/ui/status'

export type Role = 'admin' | 'reviewer' | 'cadre' | 'canvasser' | 'site'

export interface Account { id: number; login: string; name: string; role: Role; must_change: boolean }
export interface Me { csrf: string; account: Account; township: { code: string; name: string } | null }

/** One figure line: households and people are counted apart from doses, always. */
export interface Tally {
  households: number; knocked: number; residents: number; statuses: Record<string, number>
  one: number; full: number; booster: number; doses: number
}
export interface VillageTally extends Tally {
  code: string; name: string; devices: number; last_sync: number | null; behind: number; unsent: number
}
export interface Overview {
  today: string; now: number; township: { code: string; name: string } | null
  campaign: { id: string; name: { zh: string; en: string } } | null; total: Tally; villages: VillageTally[]
  reviews: number; quarantine: number; devices: number; accounts: number; grids: number
}

export interface ListingRow {
  id: string; household: string; grid: string; village: string; name: string; sex: string | null; birth: string | null
  id_masked: string; phone_masked: string; door: string; status: string; why: string | null; reason: string | null
  willingness: string | null; groups: string[]; doses: number; last_dose: string | null; next_number: number | null
  due: string | null; life_state: string; knocked: boolean; last_visit: string | null; in_review: boolean
}
export interface ListingPage { rows: ListingRow[]; total: number; page: number; size: number; statuses: Record<string, number> }

export interface Row {
  id: string; entity: string; scope: string; values: Record<string, unknown>; by: string
  also?: Record<string, string[] | Record<string, string[]>>; open?: string[]
}

export interface Door { id: string; grid: string; village: string; door: string; life_state: string; knocked: boolean; visits: number; last_visit: string | null; residents: number }
export interface DoorPage { rows: (Door & { names: string[] })[]; total: number; page: number; size: number }
export interface HouseholdPage {
  household: Row; members: Row[]; statuses: Record<string, Status>; visits: Row[]; bundle: string[]; door: Door | null
  places: { village: string; grid: string; code: string }; reviews: Review[]; history: Change[]
}
export interface CampaignTold {
  id: string; version: number; name: { zh: string; en: string }; window: { start: string; end: string }
  products: { code: string; zh: string; en: string }[]; groups: number
}
export interface CampaignPage { current: CampaignTold | null; examples: (CampaignTold & { example: string })[] }

export interface Author { writer: number | null; name: string; role: string; device: string | null; kind: string }
export interface Change {
  id: string; record: string; entity: string; kind: string; at: number; receipt: number; author: Author; outcome: string; mark: string | null
  fields: { field: string; value: unknown; before: unknown }[]
}
export interface ResidentPage {
  resident: Row; household: Row | null; members: Row[]; doses: Row[]; visits: Row[]; contraindications: Row[]
  appointments: Row[]; judgement: Record<string, unknown>; places: { village: string; grid: string; code: string }
  reviews: Review[]; history: Change[]; today: string
}

export interface Option { edit: string; record: string; entity: string; value: unknown; by: Author; at: number | null }
export interface Subject { record: string; resident: string | null; household: string | null; name: string; birth: string | null; place: string; door: string; knocked: boolean }
export interface Review {
  key: string; kind: string; about: string; entity: string; field: string | null; options: Option[]; names: string[]; shown: unknown
  subject: Subject; subjects: Subject[]; opened_at: number; state: 'open' | 'decided'; claim: boolean; contested: boolean; choices: string[]
  verdict: string | null; remark: string | null; decided_at: number | null; decided_by: string | null
}
export interface ReviewPage { rows: Review[]; total: number; page: number; size: number; kinds: Record<string, number> }

export interface Held {
  id: string; code: string; state: string; entity: string; record: string; kind: string; place: string; subject: string; resident: string | null
  fields: { field: string; value: unknown; correctable: boolean }[]; author: Author; at: number; receipt: number; depends_on: string | null
  correctable: boolean; left_out: string[]; remark: string | null; members: number; decided_by: string | null; decided_at: number | null
}
export interface HeldPage { rows: Held[]; total: number; page: number; size: number; codes: Record<string, number> }

export interface AreaPerson { person: string; name: string; role: string }
export interface Area {
  code: string; name: string; level: 'county' | 'township' | 'village' | 'grid'; parent: string | null
  people: AreaPerson[]; households: number; residents: number
}
export interface Person {
  id: number; login: string | null; name: string; role: Role | 'system'; phone: string; active: boolean; areas: string[]; devices: number
  last_sync: number | null; signs_in: boolean
}
export interface Enrolment { link: string; qr: string; expires: number }
export interface Device {
  id: number; account: number; person: string; role: Role; label: string; enrolled_at: number; revoked_at: number | null
  last_sync: number | null; today: boolean; unsent: number; app: string; areas: string[]; rescued: { at: number; edits: number } | null
}
export interface Site { id: string; values: Record<string, unknown>; by: string; also?: Row['also']; desks?: number }
export interface Session extends Site { booked: number; given: number; requested: number; leased: number; free: number }
