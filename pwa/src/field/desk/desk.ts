/** What every screen of the desk looks at: the site, today's sessions, its people, its stock, and the time. */
import { computed, ref, watch, watchEffect } from 'vue'
import { judge, type Judgement } from '@/rules'
import { store, type Row, type Shown } from '@/store'
import { cards, serverNow } from '@/store/cards'
import { sync } from '@/sync'
import { clock } from '@/ui/dates'
import { remember, remembered } from '@/ui/remember'
import { day } from '../book/today'
import { text } from '../book/values'
import { doubles, people, type Person } from './person'
import type { Question } from './screening'
import { stock } from './stock'

const CHOSEN = 'ruhu.desk'
const SITE = /^\d{9}000-\d{2}$/
/** Two desks see each other's work within this time (ms), as long as there is a network. */
const EVERY = 45_000
/** The list of cards is asked for again when a sync has succeeded and this long has passed (ms). */
const LIST_EVERY = 4 * 60_000

const chosen = ref(remembered(CHOSEN) ?? '')
/** The sites that this device may work for. */
export const sites = computed<Shown[]>(() => {
  const held = new Set(store.steps.value.map((step) => step.scope).filter((scope) => SITE.test(scope)))
  return store.all('site').filter((row) => held.has(text(row, 'code')))
})
export const site = computed<Shown | undefined>(() => sites.value.find((row) => row.id === chosen.value) ?? sites.value[0])
/** The scope that this desk writes in. */
export const code = computed(() => text(site.value, 'code'))
export function chooseSite(id: string): void {
  chosen.value = id
  remember(CHOSEN, id)
}

const byTime = (a: Row, b: Row): number => text(a, 'from').localeCompare(text(b, 'from')) || (a.id < b.id ? -1 : 1)
/** Today's sessions here, the cancelled ones last. */
export const sessions = computed<Shown[]>(() =>
  store.all('session')
    .filter((row) => text(row, 'site') === site.value?.id && text(row, 'on') === day.value)
    .sort((a, b) => Number(text(a, 'state') === 'cancelled') - Number(text(b, 'state') === 'cancelled') || byTime(a, b)))

/** The server's time, moving. */
export const now = ref(serverNow())
export const hour = computed(() => clock(now.value, day.value))
/** The session of this hour, else the next one, else the last. */
export const current = computed<Shown | undefined>(() => {
  const open = sessions.value.filter((row) => text(row, 'state') !== 'cancelled')
  return open.find((row) => text(row, 'to') >= hour.value) ?? open.at(-1)
})

/** All that this site's desks have recorded, and what of it is of today. */
export const recorded = computed<Shown[]>(() => store.all('attendance').filter((row) => text(row, 'desk') === code.value))
export const attendances = computed<Shown[]>(() => recorded.value.filter((row) => text(row, 'on') === day.value))
/** Also those who are expected tomorrow: they may come today. */
export const known = computed<Person[]>(() => people(cards.all.value, attendances.value))
export const todays = computed<Person[]>(() => {
  const here = new Set(sessions.value.map((row) => row.id))
  return known.value.filter((one) => one.row !== null || here.has(one.session))
})
export const twice = computed(() => doubles(attendances.value))
export const batches = computed(() => stock(site.value?.id ?? '', store.all('supply'), recorded.value))

export function personAt(id: string): Person | undefined {
  return known.value.find((one) => one.id === id || one.card?.appointment === id)
}

export const questions = computed<Question[]>(() => {
  const asked = (store.campaign.value as { screening?: unknown } | null)?.screening
  return Array.isArray(asked) ? asked as Question[] : []
})

/** What is looked at, matched and verified before each injection: three, seven and one. */
export const checklist = computed<{ part: string, zh: string, en: string }[]>(() => {
  const listed = (store.campaign.value as { checks?: unknown } | null)?.checks
  return Array.isArray(listed) ? listed as { part: string, zh: string, en: string }[] : []
})

/** What the rules say of somebody's doses today; null of a walk-in, whose doses the desk does not know. */
export function judgementOf(person: Person): Judgement | null {
  const { card } = person
  if (!card || !store.campaign.value) return null
  const withId = (one: object, index: number): object => ({ id: String(index), ...one })
  return judge(store.campaign.value, { birth: person.birth }, card.doses.map(withId), card.contraindications.map(withId), [], day.value)
}

/** Called by every screen of the desk; begins once. */
export function work(): void {
  if (working) return
  working = true
  void cards.open()
  setInterval(() => (now.value = serverNow()), 1000)
  setInterval(() => {
    if (document.visibilityState === 'visible' && navigator.onLine && !sync.state.value.error) void sync.cycle()
  }, EVERY)
  watch([() => sync.state.value.lastOk, day], () => {
    if (performance.now() - listed > LIST_EVERY) void list()
  })
  watchEffect(() => void (day.value && code.value && cards.at.value === null && list()))
}
let working = false
let listed = -Infinity

/** Fetches the list of who is expected. */
export async function list(): Promise<void> {
  listed = performance.now()
  if (code.value && store.device.value && !store.device.value.revoked) await cards.fetch(day.value)
}
