/** What a slip says, whatever it is shown on: screen, picture, paper, a text for the family. */
import { store, type Shown } from '@/store'
import { plusDays, shortDate } from '@/ui/dates'
import { t, tt } from '@/ui/words'
import { productName } from '../book/campaign'
import { text, whole } from '../book/values'

export interface Slip {
  row: Shown
  resident: Shown | undefined
  session: Shown | undefined
  site: Shown | undefined
  state: string
  /** Requested or confirmed. */
  live: boolean
  ticket: number
  on: string
  hours: string
  dose: string
}

export function slipOf(row: Shown): Slip {
  const session = store.get(text(row, 'session'))
  const state = text(row, 'state') || 'requested'
  const product = text(session, 'product')
  return {
    row,
    resident: store.get(text(row, 'resident')),
    session,
    site: store.get(text(session, 'site')),
    state,
    live: state === 'requested' || state === 'confirmed',
    ticket: state === 'requested' ? 0 : (whole(row, 'ticket') ?? 0),
    on: session ? dateOf(text(session, 'on')) : '',
    hours: session ? `${text(session, 'from')}–${text(session, 'to')}` : '',
    dose: [t('shared.doseNumber', { n: whole(row, 'number') ?? 1 }), product && productName(product)].filter(Boolean).join(' · '),
  }
}

/** "12 号", or that there is none yet. */
export function numberOf({ ticket }: Slip): string {
  return ticket ? t('places.ticket', { n: ticket }) : t('places.noTicket')
}

/** What a site's desk reads: nothing about the person is in it. */
export function codeOf({ row, ticket }: Slip): string {
  return `RUHU-S1:${row.id}:${text(row, 'session')}:${ticket}`
}

/** `confirmed`: the server confirmed what was requested here. */
export type Change = 'ticket' | 'lost_expired' | 'lost_phone' | 'session_cancelled' | 'session_moved' | 'confirmed'

/** What happened to the place on the server that the family has not been told of; '' when they know all. */
export function changeOf(row: Shown): Change | '' {
  const state = text(row, 'state')
  if (state !== 'cancelled' && text(store.get(text(row, 'session')), 'state') === 'cancelled') return 'session_cancelled'
  if (row.values['change_seen'] === true) return ''
  const change = text(row, 'change')
  if (change) return change as Change
  const by = row.also?.['state']
  const others = Array.isArray(by) && by.some((id) => writerOf(id) !== writerOf(row.by))
  return state === 'confirmed' && others ? 'confirmed' : ''
}

const writerOf = (id: string): string => id.split('.')[0] ?? ''

export function changeText(row: Shown): string {
  const change = changeOf(row)
  return change && tt(`places.change.${change}`, { n: text(row, 'ticket') || t('places.noTicket') }, '')
}

/** The date with its weekday and never "tomorrow": a slip is read on another day than it is made. */
export function dateOf(on: string): string {
  return shortDate(on, plusDays(on, -14))
}

/** For the family, to be pasted into a chat. */
export function messageOf(slip: Slip): string {
  const session = slip.session
  const params = {
    name: text(slip.resident, 'name'),
    on: slip.on,
    from: text(session, 'from'),
    to: text(session, 'to'),
    site: text(slip.site, 'name'),
    address: text(slip.site, 'address') || text(slip.site, 'name'),
    n: slip.ticket,
  }
  const sure = slip.state === 'confirmed' && slip.ticket > 0
  return [t(sure ? 'places.text.person' : 'places.text.asked', params), sure && needsLift(slip.row) && t('places.text.lift')].filter(Boolean).join('')
}

/** Transport is noted in the appointment's note, in the words of whoever wrote it. */
export function needsLift(row: Shown): boolean {
  return text(row, 'note').includes(t('places.lift'))
}
