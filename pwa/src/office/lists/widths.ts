/** How wide a column's words are: short ones stay in one line, so that no word is cut letter by letter; long ones wrap. */

/** In halves of a Chinese character: what Chinese letters take is twice as wide as Latin ones and figures. */
export function widthOf(text: string): number {
  let width = 0
  for (const letter of text) width += letter.charCodeAt(0) > 0xff ? 2 : 1
  return width
}

/** As wide as a grid's name or a reason; an address or a note is longer. */
const SHORT = 14

/** Which columns stay in one line, by what their cells hold. */
export function shortColumns(columns: number, rows: { cells: unknown[] }[]): boolean[] {
  const short = Array.from({ length: columns }, () => true)
  for (const row of rows) row.cells.forEach((cell, at) => { if (short[at] && widthOf(String(cell ?? '')) > SHORT) short[at] = false })
  return short
}
