/**
 * A chunk of a snapshot comes by columns (docs/protocol.md, S): one array for each field instead of a name for each
 * value, which packs and parses better. Pure.
 */
import type { Entity, Heads, Row } from '../store/types'

interface Table {
  entity: Entity
  id: string[]
  by: string[]
  /** By field, one entry a row; null: the row has no such value. */
  values: Record<string, unknown[]>
  /** By the row's index, left out where a row has none. */
  also?: Record<string, Record<string, Heads>>
  open?: Record<string, string[]>
}

/** The rows of one decoded chunk of a scope. Throws SyntaxError when it is no such chunk. */
export function rowsOf(text: string, scope: string): Row[] {
  const { tables } = JSON.parse(text) as { tables: Table[] }
  return tables.flatMap((table) => {
    const columns = Object.entries(table.values)
    return table.id.map((id, index) => {
      const values: Row['values'] = {}
      for (const [field, column] of columns) {
        const value = column[index] ?? null
        if (value !== null) values[field] = value
      }
      const row: Row = { id, entity: table.entity, scope, values, by: table.by[index] ?? '' }
      const also = table.also?.[index]
      const open = table.open?.[index]
      if (also) row.also = also
      if (open) row.open = open
      return row
    })
  })
}
