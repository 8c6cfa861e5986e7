/** Invented people of a site's day, for the desk's tests. */
import type { Row } from '@/store'
import type { Card } from '@/store/cards'
import { checkIdentity } from '@/rules'

export const TODAY = '2026-11-25'
export const SITE = 'site:1'
export const DESK = '990101100000-01'

export function card(appointment: string, more: Partial<Card> = {}): Card {
  return {
    appointment, session: 's1', resident: `r${appointment}`, ticket: Number(appointment) || null, state: 'confirmed', number: 1, name: '王小明', id_number: null,
    birth: '1960-02-03', sex: 'm', phone: null, village: '李家大院村', doses: [], contraindications: [], ...more,
  }
}

export function attendance(id: string, values: Row['values']): Row {
  return { id, entity: 'attendance', scope: DESK, by: id, values: { desk: DESK, on: TODAY, state: 'arrived', arrived_at: at('09:00'), ...values } }
}

/** A moment of today in the town's time (ms). */
export function at(time: string): number {
  return Date.parse(`${TODAY}T${time}:00+08:00`)
}

/** An invented number that passes the check. */
export function identity(serial: string): string {
  const start = `99010119600203${serial}`
  const found = [...'0123456789X'].map((last) => start + last).find((number) => checkIdentity(number) === 'ok')
  if (!found) throw new Error(serial)
  return found
}

export function session(id: string, values: Row['values'] = {}): Row {
  return { id, entity: 'session', scope: 'T', by: '1.1', values: { site: SITE, on: TODAY, from: '08:30', to: '11:30', product: 'bibp', ...values } }
}

/** The township as the desk knows it. */
export function place(...rows: Row[]): { today: string, site: string, get: (id: string) => Row | undefined } {
  const all = new Map([session('s1'), { id: SITE, entity: 'site' as const, scope: 'T', by: '1.1', values: { name: '中心卫生院' } }, ...rows].map((row) => [row.id, row]))
  return { today: TODAY, site: SITE, get: (id) => all.get(id) }
}
