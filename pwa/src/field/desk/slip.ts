/**
 * What a camera, a scanner or a hand gave: a slip's code, an identity number, a ticket's number, or words to look for.
 * A slip's code names an appointment, a session and a ticket, and nobody.
 */
import { readIdentity, type Identity } from '@/rules'

export interface Slip { appointment: string, session: string, ticket: number }

export type Asked =
  | { kind: 'slip', slip: Slip }
  /** Begins like a slip of ours and goes on otherwise. */
  | { kind: 'broken' }
  | { kind: 'identity', number: string, problem: Exclude<Identity['code'], 'ok'> | null }
  | { kind: 'number', number: number, text: string }
  | { kind: 'words', text: string }
  | { kind: 'nothing' }

const SLIP = /^RUHU-S1:([A-Z0-9._-]{1,48}):([A-Z0-9._:-]{1,48}):(\d{1,6})$/i
/** The number of a document, complete or cut short: too long for a telephone. */
const LONG_NUMBER = /^\d{12,20}X?$/
const TICKET = /^\d{1,6}$/
const LARGEST_TICKET = 100_000

/** A scanner may type in full width, an input method may add blanks; neither changes what is meant. */
export function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim()
}

export function asked(text: string): Asked {
  const line = plain(text)
  if (!line) return { kind: 'nothing' }
  if (/^RUHU-/i.test(line)) {
    const [, appointment = '', session = '', ticket = ''] = SLIP.exec(line.replaceAll(' ', '')) ?? []
    return appointment ? { kind: 'slip', slip: { appointment, session, ticket: Number(ticket) } } : { kind: 'broken' }
  }
  const tight = line.replaceAll(' ', '').replaceAll('×', 'X').toUpperCase()
  if (LONG_NUMBER.test(tight)) {
    const { code, number } = readIdentity(tight)
    return { kind: 'identity', number: number ?? tight, problem: code === 'ok' ? null : code }
  }
  if (TICKET.test(tight) && Number(tight) <= LARGEST_TICKET) return { kind: 'number', number: Number(tight), text: tight }
  return { kind: 'words', text: line }
}
