/**
 * The cards of a site's desk: whom to expect today and tomorrow, as the server lists them. Residents' own records never
 * come to a site, so the cards lie beside the records; only the last days' are kept, and they go with the device.
 */
import { ref, shallowRef, type Ref } from 'vue'
import { call } from '../sync/wire'
import type { Deck } from './database'
import { Failure } from './fault'
import { inner } from './index'
import type { State } from './state'
import type { Fault, Values } from './types'

/** One appointment, with what the desk needs to know of the person; or, of somebody asked for by number, none. */
export interface Card {
  appointment: string | null
  session: string | null
  resident: string
  ticket: number | null
  state: string | null
  /** Which dose the place was booked for. */
  number: number | null
  name: string | null
  id_number: string | null
  birth: string | null
  sex: string | null
  phone: string | null
  village: string | null
  doses: Values[]
  contraindications: Values[]
  /** Was asked for by number and is on no list: a walk-in, not somebody to expect. */
  sought?: boolean
}

/** What `/api/desk/list` answers, of one day and the next. */
interface Listed { now: number, cards: Card[] }

export interface Cards {
  /** Of every day that is kept. */
  all: Ref<Card[]>
  /** When the server made the newest list (ms, its clock), or null. */
  at: Ref<number | null>
  /** Why the last attempt to fetch brought nothing, or null. */
  fault: Ref<Fault | null>
  /** Shows what lies on the disk. */
  open(): Promise<void>
  /** Asks the server for this day's list. Never rejects. */
  fetch(on: string): Promise<void>
  /** Somebody by exact number, from the server; kept for this day. Null: nobody. Rejects with a Fault. */
  seek(identity: string, on: string): Promise<Card | null>
}

export function createCards(state: State): Cards {
  const all = shallowRef<Card[]>([])
  const at = ref<number | null>(null)
  const fault = shallowRef<Fault | null>(null)
  const { db } = state

  function token(): string {
    const device = state.device.value
    if (!device || device.revoked) throw new Failure(device ? 'device_revoked' : 'not_enrolled')
    return device.token
  }

  async function show(): Promise<void> {
    const decks = await db.cards.orderBy('on').toArray() as Deck<Card>[]
    all.value = decks.flatMap((deck) => deck.cards)
    at.value = decks.filter((deck) => deck.at > 0).at(-1)?.at ?? null
  }

  /** The newest list is the truth: a card that it does not have any more is gone, and so are the days before. */
  async function fetch(on: string): Promise<void> {
    try {
      const got = await call<Listed>(`/api/desk/list?on=${on}`, { token: token() })
      await db.transaction('rw', db.cards, async () => {
        await db.cards.where('on').notEqual(sought(on)).delete()
        await db.cards.put({ on, at: got.now, cards: got.cards })
      })
      fault.value = null
    } catch (error) {
      fault.value = error instanceof Failure ? error : new Failure('internal')
    }
    await show()
  }

  async function seek(identity: string, on: string): Promise<Card | null> {
    const { card } = await call<{ card: Card | null }>('/api/desk/find', { token: token(), body: { id_number: identity } })
    if (!card) return null
    await db.transaction('rw', db.cards, async () => {
      const before = await db.cards.get(sought(on)) as Deck<Card> | undefined
      const others = (before?.cards ?? []).filter((one) => one.resident !== card.resident)
      await db.cards.put({ on: sought(on), at: 0, cards: [...others, { ...card, sought: true }] })
    })
    await show()
    return card
  }

  return { all, at, fault, open: show, fetch, seek }
}

/** Where those who were asked for by number are kept, beside the lists. */
function sought(on: string): string {
  return `+${on}`
}

/** The app's cards. */
export const cards = createCards(inner.state)

/** The server's time as well as this device knows it (ms): two screens in one room count the same minutes. */
export function serverNow(): number {
  return Date.now() + inner.state.offset.value
}
