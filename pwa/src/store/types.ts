/** The shapes that the phone's store gives and takes. Wire shapes are those of docs/protocol.md. */

import type { Lack } from './places'

export type Entity =
  | 'household' | 'resident' | 'visit' | 'dose' | 'contraindication' | 'appointment' | 'ruling' | 'review'
  | 'attendance' | 'reaction' | 'area' | 'campaign' | 'person' | 'site' | 'session' | 'supply'
export type Values = Record<string, unknown>
/** Heads of one field; of a set field, heads per element. */
export type Heads = string[] | Record<string, string[]>

/** The server's last word on one record. `by` set every field except those in `also`; `open` are under review. */
export interface Row {
  id: string
  entity: Entity
  scope: string
  values: Values
  by: string
  also?: Record<string, Heads>
  open?: string[]
}

/** A row as the screen shows it: confirmed values with this phone's own unconfirmed edits on top. */
export interface Shown extends Row {
  /** Has edits that the server has not yet applied and sent back. */
  pending: boolean
  /** One of this phone's edits to it was refused and not yet dismissed. */
  refused: boolean
}

/**
 * One thing to save. In `values`, the text "$name" stands for the record created under `ref: 'name'` in the same save.
 * A set field (groups) takes the whole wanted list; the store turns it into adds and removes. null clears a field.
 */
export type Draft =
  | { kind: 'create', entity: Entity, values: Values, ref?: string, /** Set by the store when it gives out a place. */ lease?: Edit['lease'] }
  | { kind: 'set', record: string, values: Values }

export interface Saved {
  /** Hand to `undo`. */
  group: string
  /** Record ids, in the order of the drafts. */
  ids: string[]
  /** Of each appointment that asked for a place: that it is confirmed, or why it is only requested. */
  places?: ('given' | Lack)[]
}

export interface FieldEdit { value: unknown, base: Heads }

/** An edit as it travels. */
export interface Edit {
  id: string
  device: number
  n: number
  group: string
  size: number
  at: number
  kind: 'create' | 'set' | 'withdraw'
  entity: Entity
  record: string
  fields: Record<string, FieldEdit>
  saw: string[]
  schema: number
  /** Under which lease a place was given out. */
  lease?: { id: string, until: number, proof: string } | null
}

export interface Answer {
  id: string
  n: number
  result: 'applied' | 'refused' | 'failed'
  outcome?: string
  fields?: Record<string, string>
  code?: string
  eff?: number
  ack?: string
  epoch?: string
  scope?: string
  seq?: number
}

export interface OutboxEntry {
  n: number
  id: string
  edit: Edit
  /** Home scope of the record as this phone knew it. */
  scope: string
  /** unsent: can still be withdrawn · sending: has left at least once, no answer yet · answered: applied, not yet pulled. */
  state: 'unsent' | 'sending' | 'answered'
  /** Displayed values that the edit replaced: what `undo` goes back to. */
  before: Values
  answer?: Answer
  /** The server failed on it (and will be asked again). */
  failed?: boolean
}

export interface RefusedEntry {
  id: string
  edit: Edit
  scope: string
  code: string
  at: number
  /** Where it stands in the office's quarantine, as of the last pull. */
  held: 'held' | 'waiting' | 'released' | 'discarded'
}

export interface ScopeStep {
  scope: string
  /** Last sequence known; a plain pull only says "in step", so this is the snapshot's or the last answer's. */
  seq: number
  /** When this scope was last known to be in step (ms, this phone's clock). */
  at: number
  rows: number
}

/** A difference between this phone's rows of a scope and the server's, put right by fetching them again. */
export interface Repair {
  scope: string
  /** When (ms, this phone's clock). */
  at: number
  /** How many records were not as the server has them. */
  rows: number
}

export interface Device {
  writer: number
  token: string
  person: { id: string, name: string, role: string }
  township: { code: string, name: string }
  epoch: string
  enrolledAt: number
  /** Set when the office revoked this phone: the records are gone, unsent edits are kept until handed over. */
  revoked?: boolean
  /** Set when the server does not know this phone's token. */
  unknown?: boolean
}

/** The campaign document, as rules/ reads it. */
export type Campaign = Record<string, unknown>

export interface Fault { code: string, message: string }
