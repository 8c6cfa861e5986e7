/**
 * What the desk must know before it goes on with somebody, in order of weight. `stop`: not without a second look (it can
 * be overruled, and then the record shows it); `care`: look; `info`: good to know. The words say what to do.
 */
import type { Judgement } from '@/rules'
import type { Row } from '@/store'
import { ageOn } from '@/ui/dates'
import { text, whole } from '../book/values'
import { stageOf, type Person } from './person'

export interface Warning { code: string, tone: 'stop' | 'care' | 'info', params: Record<string, string | number> }

export interface Knowledge {
  today: string
  /** "HH:MM" now. */
  clock: string
  session: Row | undefined
  /** Other attendances of the same person today. */
  others: readonly Row[]
  /** What the rules say of the person's doses and contraindications; null without a campaign or a card. */
  judgement: Judgement | null
  /** The product of the session, or what is about to be given. */
  product: string
  /** The number of the list where the slip said another. */
  differs?: number | null | undefined
}

export const ADULT = 18
const DONE = new Set(['vaccinated', 'left'])

export function warnings(person: Person, known: Knowledge): Warning[] {
  const found: Warning[] = []
  const add = (tone: Warning['tone'], code: string, params: Warning['params'] = {}): void => void found.push({ code, tone, params })
  const { card, row, stage } = person
  const injected = DONE.has(stage)

  const elsewhere = known.others.find((other) => DONE.has(stageOf(other)))
  if (elsewhere) add('stop', 'double_done', { at: whole(elsewhere, 'vaccinated_at') ?? 0, batch: text(elsewhere, 'batch'), entry: elsewhere.id })
  else if (known.others.length > 0) add('care', 'double', { at: whole(known.others[0], 'arrived_at') ?? 0, entry: known.others[0]!.id })
  const told = card?.doses.find((dose) => dose['on'] === known.today)
  if (told && !injected) add('stop', 'dose_today', { place: String(told['place'] ?? '') })

  if (!injected) {
    const on = text(known.session, 'on')
    if (!row && on && on !== known.today) add('stop', 'other_day', { on, from: text(known.session, 'from'), to: text(known.session, 'to') })
    else if (!row && text(known.session, 'state') === 'cancelled') add('care', 'session_cancelled')
    else if (!row && outside(known)) add('info', 'other_band', { from: text(known.session, 'from'), to: text(known.session, 'to') })
    if (card?.state === 'requested') add('care', 'requested')
    judged(known, add)
  }
  if (known.differs !== undefined) add('care', 'slip_differs', { n: known.differs ?? 0 })
  if (!person.identity && !injected) add('care', 'no_identity')
  if (isChild(person, known.today) && !injected) add('info', 'child')
  const weight = { stop: 0, care: 1, info: 2 }
  return found.sort((a, b) => weight[a.tone] - weight[b.tone])
}

function judged({ judgement, today, product }: Knowledge, add: (tone: Warning['tone'], code: string, params?: Warning['params']) => void): void {
  if (!judgement) return
  const { status, next, why } = judgement
  if (status === 'contraindicated') add('stop', 'contraindicated', { why })
  else if (status === 'not_eligible') add('care', 'not_eligible', { why })
  else if (!next) add('stop', 'nothing_due')
  if (next && next.earliest > today) add('stop', 'too_early', { on: next.earliest })
  if (next && product && next.products.length > 0 && !next.products.includes(product)) add('care', 'other_product', { products: next.products.join(' ') })
}

function outside({ clock, session }: Knowledge): boolean {
  const [from, to] = [text(session, 'from'), text(session, 'to')]
  return Boolean(from && to) && (clock < from || clock > to)
}

/** A guardian consents for those under 18; without a date of birth the papers decide. */
export function isChild(person: Person, today: string): boolean {
  const age = ageOn(person.birth, today)
  return age !== null && age < ADULT
}
