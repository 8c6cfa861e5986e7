/** The plan's arithmetic: weeks, quotas that never take back what is given out, what to do about a shortage, what a refusal means. */
import { describe, expect, it } from 'vitest'
import { Refused } from '@/office/api/call'
import { advice } from '@/office/plan/advice'
import { byDay, fill, needOf, ofVillage, standing, unannounced } from '@/office/plan/board'
import { stepTo } from '@/office/plan/keys'
import { narrowed } from '@/office/plan/people'
import { asWanted, carried, changed, inCommon, places, shifted, sumUp, type Wanted } from '@/office/plan/quota'
import { remedies } from '@/office/plan/remedies'
import { asPools } from '@/office/plan/sheets'
import type { Board, BoardSession, Person, Pool, Short, Spare } from '@/office/plan/shapes'
import { bySession, withoutFree } from '@/office/plan/spares'
import { bodyOf as entryOf, goesBad } from '@/office/plan/stock'
import { bodyOf, faultOf, formOf, weekly } from '@/office/plan/templates'
import { daysOf, ended, mondayAsked, mondayOf, townNow, townToday, weekLater } from '@/office/plan/week'

const tickets = (quota: number, given = 0, leased = 0): { quota: number; given: number; leased: number; free: number } => ({ quota, given, leased, free: quota - given - leased })
function pool(code: string, quota: number, given = 0, leased = 0, accounts: Pool['accounts'] = []): Pool {
  return { ...tickets(quota, given, leased), pool: code, name: code, requested: 0, people: given, need: 0, accounts }
}
const A = '990101100001'
const B = '990101100002'

function session(id: string, on: string, more: Partial<BoardSession> = {}): BoardSession {
  return {
    id, site: 's', site_name: 'S', on, from: '08:30', to: '11:30', product: 'bibp', kind: 'general', for: null, state: 'open', capacity: 100, given: 0, requested: 0, leased: 0, free: 100, frozen: 0,
    double: 0, attended: 0, missed: 0, reserve: tickets(0), general: tickets(100), cells: {}, supply: null, ...more,
  }
}

describe('a week', () => {
  it('begins on Monday, also on a Sunday and across the year', () => {
    expect([mondayOf('2026-11-21'), mondayOf('2026-11-22'), mondayOf('2026-11-23'), mondayOf('2027-01-01')]).toEqual(['2026-11-16', '2026-11-16', '2026-11-23', '2026-12-28'])
  })

  it('has seven days, and others before and after it', () => {
    expect(daysOf('2026-12-28')).toEqual(['2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02', '2027-01-03'])
    expect([weekLater('2026-12-28', 1), weekLater('2026-12-28', -1)]).toEqual(['2027-01-04', '2026-12-21'])
  })

  it('of an address that makes no sense is that of today', () => {
    expect([mondayAsked('soon', '2026-11-21'), mondayAsked(undefined, '2026-11-21'), mondayAsked('2026-12-02', '2026-11-21')]).toEqual(['2026-11-16', '2026-11-16', '2026-11-30'])
  })

  it('changes at midnight of the township, wherever the browser stands', () => {
    expect([townToday(Date.UTC(2026, 10, 21, 15, 59)), townToday(Date.UTC(2026, 10, 21, 16, 0))]).toEqual(['2026-11-21', '2026-11-22'])
  })
})

describe('a session of today', () => {
  it('takes nobody any more once its last hour is over', () => {
    const at = townNow(Date.UTC(2026, 10, 21, 3, 30))
    expect(at).toBe('2026-11-21 11:30')
    expect([ended({ on: '2026-11-21', to: '11:30' }, at), ended({ on: '2026-11-21', to: '17:00' }, at), ended({ on: '2026-11-22', to: '08:30' }, at)]).toEqual([true, false, false])
  })
})

describe('quotas', () => {
  const people = [{ ...tickets(10, 3, 2), account: 7, name: 'one', grids: [] }, { ...tickets(5, 0, 0), account: 8, name: 'other', grids: [] }]
  const pools = [pool('', 40, 4, 1), pool('reserve', 10), pool(A, 30, 8, 4, people), pool(B, 20)]
  const typed = (change: Partial<Wanted['pools']> = {}, accounts: Wanted['accounts'] = {}): Wanted => {
    const had = asWanted(pools)
    return { pools: { ...had.pools, ...change } as Record<string, number>, accounts: { ...had.accounts, ...accounts } }
  }

  it('as they are add up to the capacity, and nothing is to be sent', () => {
    expect(sumUp(100, pools, typed())).toEqual({ villages: 50, reserve: 10, general: 40, over: 0, faults: [], good: true })
    expect(changed(pools, typed())).toBeNull()
  })

  it('that are more than there is say how many too many, counting what the common pool has given out', () => {
    expect(sumUp(100, pools, typed({ [B]: 55 })).good).toBe(true)
    expect(sumUp(100, pools, typed({ [B]: 58 }))).toMatchObject({ general: 2, over: 3, good: false })
  })

  it('never become smaller than what is given out and on phones', () => {
    expect(sumUp(100, pools, typed({ [A]: 11 }, { [A]: { 7: 5, 8: 0 } })).faults).toContainEqual({ pool: A, what: 'below_given', limit: 12 })
    expect(sumUp(100, pools, typed({}, { [A]: { 7: 4, 8: 5 } })).faults).toEqual([{ pool: A, account: 7, what: 'below_given', limit: 5 }])
  })

  it('of people fit into those of their village, less what the village gave without a name', () => {
    expect(sumUp(100, pools, typed({}, { [A]: { 7: 10, 8: 13 } })).faults).toEqual([])
    expect(sumUp(100, pools, typed({}, { [A]: { 7: 10, 8: 14 } })).faults).toEqual([{ pool: A, what: 'above_village', limit: 23 }])
    expect(inCommon(pools[2]!, typed({}, { [A]: { 7: 10, 8: 13 } }))).toBe(7)
  })

  it('are sent only where they differ', () => {
    expect(changed(pools, typed({ [B]: 25 }, { [A]: { 7: 10, 8: 6 } }))).toEqual({ pools: { [B]: 25 }, accounts: { [A]: { 8: 6 } } })
  })

  it('that were typed stay when the server has others meanwhile', () => {
    const now = pools.map((each) => (each.pool === B ? { ...each, quota: 21 } : each.pool === 'reserve' ? { ...each, quota: 9 } : each))
    const kept = carried(pools, now, typed({ [B]: 25 }, { [A]: { 7: 10, 8: 6 } }))
    expect([kept.pools, kept.accounts[A]]).toEqual([{ reserve: 9, [A]: 30, [B]: 25 }, { 7: 10, 8: 6 }])
    expect(carried(pools, now, typed())).toEqual(asWanted(now))
  })

  it('are whole numbers, whatever was typed', () => {
    expect(['12', ' 7 ', '', 'x', '-3', '4.9', null].map(places)).toEqual([12, 7, 0, 0, 0, 4, 0])
  })

  it('move within a session without naming what is for all', () => {
    expect(shifted(pools, B, A, 5)).toEqual({ [B]: 15, [A]: 35 })
    expect(shifted(pools, '', A, 5)).toEqual({ [A]: 35 })
    expect(shifted(pools, 'reserve', '', 10)).toEqual({ reserve: 0 })
  })

  it('of the board have a line for every village, also for one without a place', () => {
    const own = asPools(session('1', '2026-11-25', { cells: { [A]: { ...tickets(9, 2), requested: 0, people: 2 } } }), [{ code: A, name: 'A', remote: false, need: {} }, { code: B, name: 'B', remote: true, need: {} }])
    expect(own.map((each) => [each.pool, each.quota])).toEqual([['', 100], ['reserve', 0], [A, 9], [B, 0]])
  })
})

describe('the keyboard in a sheet of inputs', () => {
  const key = (name: string, more: object = {}): { key: string; shiftKey: boolean; altKey: boolean } => ({ key: name, shiftKey: false, altKey: false, ...more })
  it('goes down with Enter and the arrow, up with Shift, sideways with Alt, and stays inside', () => {
    expect(stepTo(key('Enter'), 0, 1, 3, 2)).toEqual({ row: 1, column: 1 })
    expect(stepTo(key('ArrowDown'), 2, 0, 3, 2)).toEqual({ row: 2, column: 0 })
    expect(stepTo(key('Enter', { shiftKey: true }), 2, 0, 3, 2)).toEqual({ row: 1, column: 0 })
    expect(stepTo(key('ArrowRight', { altKey: true }), 1, 0, 3, 2)).toEqual({ row: 1, column: 1 })
  })

  it('leaves bare arrows to the text, and other keys alone', () => {
    expect([stepTo(key('ArrowLeft'), 1, 1, 3, 2), stepTo(key('5'), 1, 1, 3, 2)]).toEqual([null, null])
  })
})

describe('the board', () => {
  const cell = { ...tickets(9, 2), requested: 3, people: 2 }
  const open = session('1', '2026-11-25', { cells: { [A]: cell } })
  const gone = session('2', '2026-11-26', { state: 'cancelled', product: 'other', cells: { [A]: cell } })

  it('shows the days that have sessions', () => {
    const days = ['2026-11-25', '2026-11-26', '2026-11-27'].map((on, i) => ({ on, weekday: i + 3, kind: 'workday' as const, name: null, known: i < 2 }))
    const board: Board = { from: '2026-11-25', days, villages: [], sessions: [open, gone], total: { capacity: 0, given: 0, requested: 0, leased: 0, free: 0, double: 0, attended: 0, missed: 0 } }
    expect(byDay(board).map((each) => [each.day.on, each.sessions.length])).toEqual([['2026-11-25', 1], ['2026-11-26', 1]])
    expect(unannounced(days)).toEqual(['2026'])
  })

  it('counts nothing of a cancelled session', () => {
    expect(ofVillage(A, [open, gone])).toEqual({ quota: 9, people: 2, requested: 3 })
    expect(needOf({ bibp: 12, other: 99 }, [open, gone])).toBe(12)
  })

  it('says one word about a session, the gravest first', () => {
    const short = { in_stock: 1, planned: 2, left: -1 }
    expect([standing(gone), standing(session('3', '2026-11-25', { supply: short, requested: 2 })), standing(session('4', '2026-11-25', { requested: 2 })), standing(session('5', '2026-11-25', { given: 100 })), standing(open)]).toEqual(['cancelled', 'beyond', 'waiting', 'full', null])
  })

  it('never fills a bar beyond its end', () => {
    expect([fill(30, 20, 100), fill(120, 20, 100), fill(3, 0, 0)]).toEqual([{ given: 30, leased: 20 }, { given: 100, leased: 0 }, { given: 0, leased: 0 }])
  })
})

describe('a shortage', () => {
  const line: Short = {
    kind: 'requested', session: '7.12', site: 's', site_name: 'S', on: '2026-11-25', from: '08:30', to: '11:30', product: 'bibp', village: A, missing: 12,
    free_elsewhere: [{ session: '7.12', pool: B, on: '2026-11-25', from: '08:30', site_name: 'S', free: 8 }, { session: '7.12', pool: '', on: '2026-11-25', from: '08:30', site_name: 'S', free: 9 }, { session: '7.13', pool: A, on: '2026-11-26', from: '08:30', site_name: 'S', free: 5 }],
  }
  it('takes from other pools of the session first, no more than is missing', () => {
    expect(remedies(line).slice(0, 2)).toEqual([{ what: 'take', session: '7.12', pool: B, to: A, n: 8 }, { what: 'take', session: '7.12', pool: '', to: A, n: 4 }])
    expect(remedies(line).map((each) => each.what)).toEqual(['take', 'take', 'elsewhere', 'people'])
  })

  it('that nothing can fill asks for more places, one of vaccine for a delivery', () => {
    expect(remedies({ ...line, free_elsewhere: [] }).map((each) => each.what)).toEqual(['people', 'raise'])
    expect(remedies({ kind: 'supply', site: 's', product: 'bibp', missing: 20 })).toEqual([{ what: 'receive' }])
    expect(remedies({ kind: 'need', product: 'bibp', village: A, missing: 20 })).toEqual([{ what: 'add' }])
  })
})

describe('empty places', () => {
  const spare = (session: string, pool: string, free: number, waits = 0): Spare => ({ session, site: 's', site_name: 'S', on: '2026-11-25', from: '08:30', to: '11:30', product: 'bibp', pool, name: null, free, capacity: 100, requested_elsewhere: waits })
  it('stand in one line a session, those first where others wait', () => {
    const lines = bySession([spare('1', '', 50), spare('1', A, 9), spare('2', A, 4, 3), spare('2', 'reserve', 10)])
    expect(lines.map((line) => [line.session, line.free, line.inVillages, line.waitElsewhere])).toEqual([['2', 14, 4, 3], ['1', 59, 9, 0]])
  })

  it('opened to all leave what is given, on phones or somebody’s own', () => {
    const own = [{ ...tickets(5, 1), account: 7, name: 'one', grids: [] }]
    expect(withoutFree([pool('', 40), pool('reserve', 10), pool(A, 30, 8, 4, own), pool(B, 6, 6)])).toEqual({ [A]: 16 })
  })
})

describe('a template', () => {
  it('comes back from its form as it was, with the quotas that the form does not show', () => {
    const body = { site: 's', kind: 'general', for: null, holidays: 'skip' as const, makeup: true, bands: [{ days: [1, 3], from: '08:30', to: '11:30', product: 'bibp', capacity: 300, pools: { reserve: 30, [A]: 40 } }] }
    expect(bodyOf(formOf({ id: 3, name: 'x', body }, 's', 'bibp'), body)).toEqual(body)
    expect(weekly(body)).toBe(600)
  })

  it('needs a day in each band and an end after its beginning', () => {
    const band = formOf(null, 's', 'bibp').bands[0]!
    expect([faultOf(band), faultOf({ ...band, days: [] }), faultOf({ ...band, from: '12:00' })]).toEqual([null, 'noDays', 'order'])
  })
})

describe('supply', () => {
  it('points at batches that expire within a month, as long as there is any of them', () => {
    const batch = { expires: '2026-12-11', in_stock: 5, expired: false }
    expect([goesBad(batch, '2026-11-21'), goesBad({ ...batch, in_stock: 0 }, '2026-11-21'), goesBad({ ...batch, expires: '2027-12-11' }, '2026-11-21')]).toEqual([{ days: 20 }, null, null])
  })

  it('goes somewhere only when it is transferred', () => {
    const form = { site: 'a', product: 'bibp', batch: ' B1 ', doses: 10, kind: 'received', to: 'b', on: '2026-11-21', expires: '', note: '' }
    expect([entryOf(form).to, entryOf({ ...form, kind: 'transferred' }).to, entryOf(form).batch]).toEqual([null, 'b', 'B1'])
  })
})

describe('a refusal', () => {
  const refused = (code: string, details: Record<string, unknown>): Refused => new Refused(code, null, details, 0)
  it('names its pool, and the page where it can be mended', () => {
    expect(advice(refused('quota_below_given', { pool: A, given: 8, leased: 4, least: 12 }), () => 'A')).toEqual({ pool: 'A' })
    expect(advice(refused('quota_below_given', { pool: A, account: 7, least: 12 }), () => 'A')).toEqual({ pool: 'A', account: 7 })
    expect(advice(refused('beyond_supply', { site: 's', product: 'bibp', supply: 100, planned: 120, most: 40 }))).toEqual({ link: 'supply' })
  })

  it('of which nothing more is known stands for itself', () => {
    expect([advice(refused('busy', {})), advice(new Error('x')), advice(null)]).toEqual([null, null, null])
  })
})

describe('the people of a session', () => {
  const person = (appointment: string, ticket: number | null, village = A, state = 'confirmed'): Person => ({ appointment, ticket, village, state }) as Person
  it('stand by number, those who wait apart and in their own order', () => {
    const all = [person('1', 9), person('2', 3), person('3', null, A, 'requested'), person('4', null, B, 'requested')]
    const of = (each: { given: Person[]; requested: Person[] }): string[][] => [each.given.map((one) => one.appointment), each.requested.map((one) => one.appointment)]
    expect(of(narrowed(all, '', ''))).toEqual([['2', '1'], ['3', '4']])
    expect(of(narrowed(all, B, 'requested'))).toEqual([[], ['4']])
  })
})
