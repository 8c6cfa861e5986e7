/** How a placeholder is written into a cell: {{word}}, and {{#word}} where a repeated row begins. */
export function written(word: string, begins = false): string {
  return `{{${begins ? '#' : ''}${word}}}`
}
