/** What the office's forms send: only what changed, with the bases of the page they were filled from. */
import { describe, expect, it } from 'vitest'
import type { Row } from '@/office/api/shapes'
import { bases, seen } from '@/office/resident/bases'
import { changeOf, creation } from '@/office/resident/edits'

const row: Row = {
  id: '3.1:157r', entity: 'resident', scope: '990101100001-01', by: '3.1',
  values: { name: '李小龙', phone: '10012345678', groups: ['elderly', 'medical'], away: true },
  also: { phone: ['18.3'], groups: { elderly: ['17.9'], medical: ['3.1'] } },
}

describe('the bases of a field', () => {
  it('are the exceptions of the row, else the edit of most fields', () => {
    expect(bases(row, 'phone')).toEqual(['18.3'])
    expect(bases(row, 'name')).toEqual(['3.1'])
  })

  it('of a page are every edit that it showed', () => {
    expect(seen([row]).sort()).toEqual(['17.9', '18.3', '3.1'])
  })
})

describe('a form', () => {
  it('that changes nothing sends nothing', () => {
    expect(changeOf(row, { name: '李小龙', phone: '10012345678', groups: ['elderly', 'medical'], away: true, note: null, job: '' }, [row])).toBeNull()
  })

  it('sends only what differs, each with its own base', () => {
    const change = changeOf(row, { name: '李小隆', phone: ' 10055556666 ', note: '' }, [row])
    expect(change?.fields).toEqual({ name: '李小隆', phone: '10055556666' })
    expect(change?.bases).toEqual({ name: ['3.1'], phone: ['18.3'] })
  })

  it('clears a field by null and a mark by false', () => {
    expect(changeOf(row, { phone: '', away: false }, [row])?.fields).toEqual({ phone: null, away: false })
  })

  it('names for every group taken away the edit that had added it', () => {
    const change = changeOf(row, { groups: ['elderly', 'teachers'] }, [row])
    expect(change?.fields.groups).toEqual({ add: ['teachers'], remove: ['medical'] })
    expect(change?.bases?.groups).toEqual({ medical: ['3.1'] })
  })

  it('that closes a record says all that its author had before them', () => {
    expect(changeOf(row, { life_state: 'died' }, [row])?.saw?.sort()).toEqual(['17.9', '18.3', '3.1'])
    expect(changeOf(row, { note: 'x' }, [row])?.saw).toBeUndefined()
  })

  it('of a new dose keeps numbers as numbers and leaves out what is empty', () => {
    expect(creation('dose', { number: '2', product: 'bibp', on: '2026-11-01', place: '', batch: null }).fields).toEqual({ number: 2, product: 'bibp', on: '2026-11-01' })
  })
})
