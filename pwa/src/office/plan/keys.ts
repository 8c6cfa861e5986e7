/** Moving about a table of inputs with the keyboard, as in a spreadsheet. */

/** The row and column that a key leads to: up, down, Enter (Shift: up); left and right with Alt, since a bare arrow moves in the text. */
export function stepTo(key: { key: string; shiftKey: boolean; altKey: boolean }, row: number, column: number, rows: number, columns: number): { row: number; column: number } | null {
  const within = (n: number, count: number): number => Math.min(count - 1, Math.max(0, n))
  if (key.key === 'ArrowDown' || (key.key === 'Enter' && !key.shiftKey)) return { row: within(row + 1, rows), column }
  if (key.key === 'ArrowUp' || (key.key === 'Enter' && key.shiftKey)) return { row: within(row - 1, rows), column }
  if (key.key === 'ArrowRight' && key.altKey) return { row, column: within(column + 1, columns) }
  if (key.key === 'ArrowLeft' && key.altKey) return { row, column: within(column - 1, columns) }
  return null
}

/** Handles a key pressed in an input that carries `data-row` and `data-column` inside a table: focus goes to the next one, its text selected. */
export function walk(event: KeyboardEvent): void {
  const input = event.target as HTMLInputElement
  const table = input.closest('table')
  if (!table || input.dataset.row === undefined) return
  const all = [...table.querySelectorAll<HTMLInputElement>('input[data-row]')]
  const most = (name: 'row' | 'column'): number => Math.max(...all.map((each) => Number(each.dataset[name]))) + 1
  const next = stepTo(event, Number(input.dataset.row), Number(input.dataset.column), most('row'), most('column'))
  const found = next && all.find((each) => Number(each.dataset.row) === next.row && Number(each.dataset.column) === next.column)
  if (!next) return
  event.preventDefault()
  found?.focus()
  found?.select()
}
