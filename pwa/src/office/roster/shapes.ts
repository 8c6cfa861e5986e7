/** What the server says of a file, of an import on its way, and of what is left over when it is in. Times are ms. */
import type { Message } from '../api/call'

/** received → checking → checked → staged (going in) → done; or discarded. */
export type State = 'received' | 'checking' | 'checked' | 'staged' | 'done' | 'discarded'
export type Kind = 'residents' | 'vaccinated'

/** A column of the file as taken so far: `taken` is false for a second column of one meaning. */
export interface Column { index: number; title: string; key: string | null; taken: boolean; sample: string[] }
/** Something that a column can be taken for. */
export interface Known { key: string; title: string; group?: string }

/** A file that has arrived, with what its columns seem to be. `header.rows` is empty when no header was recognised. */
export interface Received {
  id: string; filename: string; state: State; area: string | null; sheet: string; kind: Kind; shape: string; remembered: boolean
  header: { rows: number[] }; columns: Column[]; keys: Known[]; rows: number; first: string[][]; others?: string[]
}

/** How far an import is. `phase` is null when nothing is under way. */
export interface Progress {
  id: string; state: State; area: string | null; filename: string; kind?: Kind; phase: 'checking' | 'importing' | null
  rows: number; total: number; done: number; added: number; changed: number; unchanged: number; elsewhere: number; stopped: number
  households: number; doses: number; differences: number; unplaced: number; not_found?: number
}
export interface Noted { problems: Problem[]; problem_count: number }

export interface Problem { row: number; column: string; code: string; stops: boolean; message: Message }
export interface Mended { row: number; column: string; from: string; to: string }
export interface PersonRow {
  row: number; household: number; place: string; door: string; state?: string; good: boolean; unchanged: boolean; doses?: { number?: number; on?: string }[]
  values: Partial<Record<'name' | 'relation' | 'sex' | 'birth' | 'id_kind' | 'id_number' | 'phone' | 'employer' | 'job' | 'note', string>> & { groups?: string[] }
}
/** What a row says of a field otherwise than the record: changed at once, or left for the clerk (differs) or the inbox (review). */
export interface Turn { row: number; name: string; kind: 'changed' | 'differs' | 'review'; entity: string; field: string; before: unknown; after: unknown }
export interface NewArea { code: string; name: string; level: string }

/** What a checked file holds. Lists hold the first ones; the counts are whole. */
export interface Preview {
  id: string; filename: string; sheet: string; kind: Kind; rows: number; households: number; residents: number
  unchanged: number; changed: number; differences: number; unplaced: number; doses: number; contraindications: number; not_found: number; stopped: number
  first: PersonRow[]; problem_count: number; problems: Problem[]; mended_count: number; mended: Mended[]; new_areas: NewArea[]; turn_count?: number; turns?: Turn[]
}

export interface Listed {
  id: string; filename: string; state: State; kind?: Kind; area: string | null; rows: number; made_at: number; finished_at: number | null
  added?: number; changed?: number; stopped?: number; differences?: number; unplaced?: number
}

/** A cell of the newer roster that says other than the record, where the record was changed since by somebody else. */
export interface Difference {
  id: string | number; row: number; resident: string; name: string; field: string; ours: unknown; theirs: unknown
  ours_by: string | null; state: string
}
export interface DifferencePage { rows: Difference[]; count: number; page?: number; size?: number }

/** A row that names no village or grid: it waits until somebody says where it belongs. */
export interface Unplaced { row: number; at: number; name: string; head_name?: string; address?: string; place?: string }
export interface UnplacedPage { rows: Unplaced[]; count: number; page?: number; size?: number }

/** Who was in the source's last list and is not in this one; `row` is that of the last list. */
export interface Absent { row: number; resident: string; name: string; grid: string }
export interface AbsentPage { rows: Absent[]; count: number; page?: number; size?: number }
