/** Times as the office reads them: the township's clock (Asia/Shanghai), never the browser's guess. */
const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
})

/** "2026-11-20 17:42" for milliseconds since the epoch; a dash for none. */
export function moment(at: number | null | undefined): string {
  return at ? clock.format(at) : '—'
}

/** "11-20 17:42", for narrow columns. */
export function shortly(at: number | null | undefined): string {
  return at ? clock.format(at).slice(5) : '—'
}
