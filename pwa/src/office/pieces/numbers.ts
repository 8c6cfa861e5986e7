/** Numbers as tables show them. */
const groups = new Intl.NumberFormat('en-US')

/** 72,000 */
export function grouped(n: number): string {
  return groups.format(n)
}

/** "41.7%"; a dash when there is nothing to take a share of. */
export function share(part: number, whole: number): string {
  return whole > 0 ? ((part / whole) * 100).toFixed(1) + '%' : '—'
}
