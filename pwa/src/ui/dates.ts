/** Dates as a canvasser reads them: civil dates stay text ("2026-11-20"), instants are shown in the town's time. */
import { lang, t } from './words'

const ZONE = 'Asia/Shanghai'

/** Making a formatter costs a cheap phone a millisecond and a list writes hundreds of dates: each is made once. */
const formats = new Map<string, Intl.DateTimeFormat>()
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, made)
  return made
}

function parts(date: string): { y: number; m: number; d: number } | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  return match ? { y: Number(match[1]), m: Number(match[2]), d: Number(match[3]) } : null
}

/** Days since 1970 of a civil date; NaN for what is none. */
export function dayNumber(date: string): number {
  const p = parts(date)
  return p ? Math.round(Date.UTC(p.y, p.m - 1, p.d) / 86_400_000) : Number.NaN
}

/** The civil date `days` after `date`. */
export function plusDays(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * 86_400_000).toISOString().slice(0, 10)
}

/** "11月20日", with the year when it is not that of `today`, with the weekday when near. */
export function shortDate(date: string, today: string): string {
  const p = parts(date)
  if (!p) return date
  const away = dayNumber(date) - dayNumber(today)
  if (away === 0) return t('field.date.today')
  if (away === 1) return t('field.date.tomorrow')
  if (away === -1) return t('field.date.yesterday')
  const sameYear = date.slice(0, 4) === today.slice(0, 4)
  const options: Intl.DateTimeFormatOptions = { timeZone: 'UTC', month: 'long', day: 'numeric' }
  if (!sameYear) options.year = 'numeric'
  if (lang.value === 'en') options.month = 'short'
  const written = format(lang.value, options).format(Date.UTC(p.y, p.m - 1, p.d))
  return away > 0 && away < 15 ? `${written} ${weekday(date)}` : written
}

export function weekday(date: string): string {
  const p = parts(date)
  if (!p) return ''
  return format(lang.value, { timeZone: 'UTC', weekday: 'short' }).format(Date.UTC(p.y, p.m - 1, p.d))
}

/** "17:42" today, else "11月19日 17:42". */
export function clock(at: number, today: string): string {
  const time = format('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' }).format(at)
  const date = format('en-CA', { timeZone: ZONE }).format(at)
  return date === today ? time : `${shortDate(date, today)} ${time}`
}

/** Whole years on `today`; null without a birth date. */
export function ageOn(birth: string, today: string): number | null {
  const b = parts(birth)
  const n = parts(today)
  if (!b || !n) return null
  return n.y - b.y - (n.m < b.m || (n.m === b.m && n.d < b.d) ? 1 : 0)
}
