/** What the server says of lists and tables. */

export interface ListColumn { key: string; title: string; kind: 'text' | 'date' | 'number' }
export interface ListRow { id: string; household: string; cells: (string | number | null)[] }
export interface ListPage { columns: ListColumn[]; rows: ListRow[]; total: number; page: number; size: number; statuses: Record<string, number> }

export interface Offered { key: string; title: string; part: string; kind: string }
export interface Cadre { id: number; name: string; role: 'canvasser' | 'cadre' }
export interface ColumnChoices { columns: Offered[]; usual: string[]; cadres: Cadre[] }

export interface ViewBody { name: string; shared: boolean; filters: Record<string, string>; sort: string; columns: string[] }
export interface SavedView extends ViewBody { id: number; mine: boolean; author: string; changed_at: number }

export interface Signed { filled_by: string; checked_by: string; phone: string }
export interface OwnTemplate { id: number; name: string; filename: string; sections: string[]; made_at: number; author: string }
export interface AllTables { tables: { name: string; title: string; about: string }[]; templates: OwnTemplate[]; signed: Signed }

export type Cell = string | number | null
export interface TableColumn { key: string; title: string; group: string }
export type Line = Record<string, Cell>
export interface TableMade {
  town: string; title: string; stamp: string; made_at: string; of: string; per: string; by: string; on: string; until: string; note: string
  columns: TableColumn[]; groups: Record<string, string>; lines: Line[]; total: Line | null; counted: { people: number; doses: number } | null; signed: Signed; behind: number; unsent: number
}
export interface Placeholder { key: string; word: string; example: string }
export interface PlaceholderSection { section: string; word: string; fields: Placeholder[] }
