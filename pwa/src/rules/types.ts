/** The shapes that the rules read and write: a campaign document, record values, a judgement. docs/campaign.md explains them. */

/** A civil day, "YYYY-MM-DD". */
export type Day = string

export interface Named { code: string; zh: string; en: string }
export interface Dated { from: Day | null; until: Day | null }
export interface Cited { source: string[] }
export interface Within { days?: number; months?: number }
export interface Overrides { min_days?: number; due_days?: number; repeat_days?: number }
export type Kind = 'primary' | 'booster' | 'extra'

export interface Product extends Named, Dated, Cited {
  route: string; maker: string; use: ('primary' | 'booster')[]; doses: number; min_age: number; overrides: Overrides
}
export interface PrimaryRule extends Dated, Cited {
  route: string; number: number; min_days: number; due_days: number; within: Within; repeat_days?: number
}
export interface BoosterRule extends Dated, Cited { number: number; after_months: number; min_age: number; pairs: string[][] }
export interface EligibilityRule extends Named, Dated, Cited {
  min_age: number; max_age: number | null; if_healthy: boolean; groups: string[]
}
export interface ContraindicationKind extends Named, Dated, Cited {
  kind: 'permanent' | 'temporary' | 'needs_hospital' | 'no_reason'; ask_again_days: number | null; only: 'if_healthy' | null
}
export interface AgeBand { code: string; min_age: number; max_age: number | null }

/** What a desk asks before the injection; `then`: what a yes leads to, `days`: when one asks again, `only`: of women. */
export interface Question extends Named, Cited {
  leads_to: 'defer' | 'refer' | 'none'; days: number | null; only: 'f' | null; kind: string | null
}
/** What is looked at, compared and shown before the injection (三查七对一验证). */
export interface Check extends Named, Cited { part: 'look' | 'match' | 'verify' }

export interface Campaign {
  id: string
  version: number
  name: { zh: string; en: string }
  sources: Record<string, Record<string, string>>
  window: { start: Day; end: Day; route: string; margin_days: { min: number; due: number } } & Cited
  target: { population: number; share_percent: number; people: number; doses: number; sites: number; per_site_day: number } & Cited
  residents: { residency: string[]; away: string[] } & Cited
  routes: Named[]
  products: Product[]
  unknown_product: { doses: number } & Cited
  schedule: { primary: PrimaryRule[]; boosters: BoosterRule[] }
  eligibility: EligibilityRule[]
  contraindications: ContraindicationKind[]
  groups: (Named & Cited & { list: string })[]
  reasons: (Named & Cited)[]
  age_bands: AgeBand[]
  screening?: Question[]
  checks?: Check[]
}

/** The values of a resident's record that the rules read; everything may be missing. */
export interface Resident {
  birth?: Day | null; life_state?: string | null; residency?: string | null; groups?: string[] | null
  away?: boolean | null; back_on?: Day | null; willingness?: string | null; next_on?: Day | null
}
export interface Dose {
  id: string; number?: number | null; product?: string | null; on?: Day | null; campaign?: string | null
  voids?: string | null; retract?: boolean | null
}
/** `since` is the day on which it was recorded, added by the caller. */
export interface Contraindication { id: string; kind?: string | null; state?: string | null; until?: Day | null; since?: Day | null }
/** `on` is the day of its session, added by the caller. */
export interface Appointment { id: string; number?: number | null; state?: string | null; on?: Day | null; session_state?: string | null }

/** In order of precedence: the first that applies. */
export type Status =
  | 'not_eligible' | 'contraindicated' | 'done' | 'booked' | 'away' | 'refuses' | 'hesitant' | 'overdue' | 'due' | 'waiting'
/** 建议, 推迟, 不宜. */
export type Finding = 'advise' | 'defer' | 'unsuitable'
/** Whether a product may be given next; `ok` and `other_maker` are a yes. */
export type Answer = 'ok' | 'other_maker' | 'none_next' | 'too_early' | 'unknown_product' | 'confirm_first' | 'not_offered'

export interface Injection {
  number: number; kind: Kind; products: string[]; earliest: Day; due: Day; latest: Day | null; overdue_since: Day | null
}
export interface Judgement {
  status: Status; why: string; finding: Finding; ask_again: Day | null; age: number | null
  /** Doses of the course that the resident is credited with, and the ids of the records that count. */
  doses: number; counted: string[]
  /** Whether the primary course is complete; boosters given; product of the last dose that counts. */
  full: boolean; boosters: number; before: string | null
  next: Injection | null
  /** What to ask or to know: `in_future:<id>`, `too_near:<id>`, `confirm_product`, `if_healthy` … */
  notes: string[]
}
export interface Problem { path: string; code: string }
