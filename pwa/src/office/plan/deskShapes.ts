/** What vaccination sites report to the office: how it stands there now, reactions, and people who are not found in the books. */
import type { Row } from '../api/shapes'

export interface Counts { booked: number; requested: number; arrived: number; waiting: number; ready: number; screened_out: number; done: number; observing: number; left: number }
export interface SiteNow {
  site: string; code: string | null; name: string; hospital: string | null; hospital_phone: string | null; desks: number; last_sync: number | null; total: Counts; other: Counts
  sessions: { session: string; from: string; to: string; product: string; kind: string | null; for: string | null; state: string | null; capacity: number; counts: Counts }[]
  supply: { product: string; batch: string; received: number; used: number; left: number; expires: string | null }[]
}
export interface OnSite { on: string; now: number; sites: SiteNow[]; reactions: { open: number; grave: number }; unmatched: number; double: number }

export interface Reaction {
  id: string; attendance: string; resident: string | null; name: string; sex: string | null; birth: string | null; phone: string | null
  site: string; site_name: string; hospital: string | null; hospital_phone: string | null; session: string | null; dose_number: number | null; product: string | null; batch: string | null
  vaccinated_at: number | null; at: number; minutes: number | null; signs: string[]; grave: boolean; action: string | null; hospital_called_at: number | null
  outcome: string | null; note: string | null; report_by: number; late: boolean; open: boolean; row: Row
}
export interface Reactions { now: number; reactions: Reaction[]; open: number; grave: number }

export interface Candidate {
  resident: string; household: string; name: string; birth: string | null; sex: string | null; id_masked: string; phone_masked: string
  village_name: string; grid_name: string; door: string; doses: number; by: string
}
export interface Stranger {
  attendance: string; why: string; site_name: string; on: string; session: string | null; how: string; name: string; id_number: string | null; birth: string | null; sex: string | null
  phone: string | null; dose_number: number | null; product: string | null; batch: string | null; vaccinated_at: number | null; candidates: Candidate[]
}
export interface Unmatched { people: Stranger[]; set_aside: number }

/** The bases of the fields of a reaction that the form was filled from. */
export function basesFor(row: Row, fields: readonly string[]): Record<string, string[]> {
  const also = (row.also ?? {}) as Record<string, string[]>
  return Object.fromEntries(fields.filter((field) => field in row.values).map((field) => [field, also[field] ?? [row.by]]))
}
