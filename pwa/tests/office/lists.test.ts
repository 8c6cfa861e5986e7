/** The address of a list holds what it is narrowed to; the bar of a village adds up. */
import { describe, expect, it } from 'vitest'
import { NEED_ORDER } from '@/ui/status'
import { BAR, parts, REMAINING } from '@/office/overview/shares'
import { exportLink, fromAddress, toAddress } from '@/office/residents/filters'

describe('the address of a list', () => {
  it('comes back as it was', () => {
    const address = { village: '990101100001', status: 'due', q: '李', page: '3', size: '500', sort: '-birth' }
    expect(toAddress(fromAddress(address))).toEqual(address)
  })

  it('is short when nothing is chosen, and drops what it does not know', () => {
    expect(toAddress(fromAddress({ page: '1', size: '50', sort: 'walk', colour: 'red' }))).toEqual({})
    expect(fromAddress({ page: '-4', size: '7' })).toMatchObject({ page: 1, size: 50 })
  })

  it('gives the export the same people in the same order, all pages', () => {
    expect(exportLink(fromAddress({ status: 'due', page: '7', sort: 'name' }))).toBe('/api/office/export/list.xlsx?status=due&sort=name&lang=zh-CN')
  })
})

describe('a bar of statuses', () => {
  it('has a place for every status, and never adds who refuses, is away or must not to what remains', () => {
    expect([...BAR].sort()).toEqual([...NEED_ORDER].sort())
    expect(REMAINING).not.toContain('refuses')
    expect(REMAINING).not.toContain('away')
    expect(REMAINING).not.toContain('contraindicated')
  })

  it('adds up to its residents and leaves out what nobody is', () => {
    const bar = parts({ done: 30, due: 60, away: 10, booked: 0 }, 100)
    expect(bar.map((part) => part.status)).toEqual(['done', 'due', 'away'])
    expect(bar.reduce((sum, part) => sum + part.percent, 0)).toBeCloseTo(100)
  })

  it('of nobody is empty', () => {
    expect(parts({}, 0)).toEqual([])
  })
})
