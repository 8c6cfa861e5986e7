import { beforeAll, expect, it } from 'vitest'
import '@/ui/words/phone'
import { inner, store, type Row } from '@/store'
import { plusDays } from '@/ui/dates'
import { changeOf, changeText, codeOf, messageOf, slipOf } from '@/field/appointment/slip'
import { saidOf } from '@/field/appointment/promise'
import { changed, countOf, sittings } from '@/field/tomorrow/days'
import { day } from '@/field/book/today'

const on = (n: number): string => plusDays(store.today(), n)
const row = (id: string, entity: Row['entity'], values: Record<string, unknown>, also?: Row['also']): Row => ({ id, entity, scope: 'A', values, by: '17.1', ...(also ? { also } : {}) })
const booked = (id: string, session: string, values: Record<string, unknown>, also?: Row['also']): Row =>
  row(id, 'appointment', { resident: 'r1', session, number: 1, ...values }, also)

async function lies(rows: Row[]): Promise<void> {
  await inner.state.db.rows.clear()
  await inner.state.db.rows.bulkPut([
    row('h1', 'household', { grid: 'A', door: '一号' }), row('r1', 'resident', { household: 'h1', name: '李桂兰', phone: '10012345678', birth: '1960-01-01' }),
    row('site', 'site', { name: '卫生院', address: '中心路1号' }),
    row('s1', 'session', { site: 'site', on: on(1), from: '08:30', to: '11:30', product: 'x' }), row('s0', 'session', { site: 'site', on: on(-2), from: '08:30', to: '11:30' }),
    ...rows,
  ])
  await inner.state.changed({ all: true })
  day.value = store.today()
}
beforeAll(() => store.open())
const slip = (id: string) => slipOf(store.get(id)!)

it('the code names appointment, session and number, and nobody', async () => {
  await lies([booked('17.4', 's1', { state: 'confirmed', ticket: 12 }), booked('17.5', 's1', { state: 'requested', ticket: 12 })])
  expect([codeOf(slip('17.4')), codeOf(slip('17.5'))]).toEqual(['RUHU-S1:17.4:s1:12', 'RUHU-S1:17.5:s1:0'])
})

it('the text for the family has the day in full and the number; one that is only requested says not to go yet', async () => {
  await lies([booked('17.4', 's1', { state: 'confirmed', ticket: 12, note: '要接送' }), booked('17.5', 's1', { state: 'requested' })])
  const text = messageOf(slip('17.4'))
  expect(text).toContain('李桂兰您好')
  expect(text).toMatch(/\d+月\d+日.*08:30–11:30，到卫生院（中心路1号）接种，号码 12。.*村里安排接送/)
  expect(messageOf(slip('17.5'))).toContain('请先不要去')
})

it('a change stands until the family knows; so does a confirmation that the server gave', async () => {
  await lies([
    booked('17.4', 's1', { state: 'confirmed', ticket: 13, change: 'ticket' }), booked('17.5', 's1', { state: 'confirmed', ticket: 2 }),
    booked('17.6', 's1', { state: 'confirmed', ticket: 3 }, { state: ['2.9'] }), booked('17.7', 's1', { state: 'requested', change: 'lost_phone', change_seen: true }),
    booked('17.8', 's1', { state: 'cancelled', change: 'session_cancelled' }), booked('17.9', 's1', { state: 'cancelled', change: 'ticket' }),
  ])
  expect(['17.4', '17.5', '17.6', '17.7', '17.8'].map((id) => changeOf(store.get(id)!))).toEqual(['ticket', '', 'confirmed', '', 'session_cancelled'])
  expect(changeText(store.get('17.4')!)).toBe('号码改成了 13 号，请告诉家属。')
  expect(changed.value.map((one) => one.row.id).sort()).toEqual(['17.4', '17.6', '17.8'])
})

it('who would go in vain is told first, the soonest first, and good news after them', async () => {
  await lies([
    row('s2', 'session', { site: 'site', on: on(3), from: '08:30', to: '11:30' }), booked('17.4', 's1', { state: 'confirmed', ticket: 9 }, { state: ['2.9'] }),
    booked('17.5', 's2', { state: 'cancelled', change: 'session_cancelled' }), booked('17.6', 's1', { state: 'requested', change: 'lost_phone' }),
  ])
  expect(changed.value.map((one) => one.row.id)).toEqual(['17.6', '17.5', '17.4'])
})

it('tomorrow has the confirmed by number and then those that wait; a cancelled session has nobody', async () => {
  await lies([
    booked('17.4', 's1', { state: 'requested' }), booked('17.5', 's1', { state: 'confirmed', ticket: 9 }), booked('17.6', 's1', { state: 'confirmed', ticket: 2 }),
    booked('17.7', 's1', { state: 'cancelled' }),
  ])
  expect(sittings.value.tomorrow.map((one) => one.slips.map(({ row }) => row.id))).toEqual([['17.6', '17.5', '17.4']])
  await inner.state.db.rows.update('s1', { 'values.state': 'cancelled' })
  await inner.state.changed({ all: true })
  expect(countOf(sittings.value.tomorrow)).toBe(0)
})

it('what was said after saving names who has a number, and why the others have none', () => {
  const saved = { group: '17.1', ids: [] }
  expect([saidOf(saved), saidOf({ ...saved, places: ['given', 'given'] })]).toEqual(['', '已保存，2 人确认有号'])
  expect(saidOf({ ...saved, places: ['given', 'none'] })).toBe('已保存：1 人有号，1 人待确认（本机没有这一场的号）')
  expect(saidOf({ ...saved, places: ['clock'] })).toBe('已保存，待确认：还没有和服务器对时')
})
