/** What booking in a session comes to on this phone, in plain words: so many places held, or why it is only requested. */
import { store, type Lack, type Saved } from '@/store'
import { t } from '@/ui/words'

/** How many places of the session this phone can give out now. */
export function heldIn(session: string): number {
  const first = store.places.in(session)
  if (typeof first === 'string') return 0
  return store.places.tickets.value.filter((one) => one.state === 'free' && one.session === session && one.until >= first.until).length
}

function freeIn(session: string): number | undefined {
  return store.places.told.value?.free[session]
}

/** In a few words, for a card; '' when a place is held. */
export function lackShort(session: string): string {
  const found = store.places.in(session)
  if (typeof found !== 'string') return ''
  return found === 'none' && freeIn(session) === 0 ? t('places.lack.full') : t(`places.lack.${found}`)
}

/** In a sentence with what to do about it; '' when there are places for so many people. */
export function lackLong(session: string, people = 1): string {
  const found = store.places.in(session)
  if (typeof found !== 'string') return heldIn(session) < people ? t('places.some', { n: heldIn(session) }) : ''
  const free = freeIn(session)
  if (found !== 'none') return t(`places.help.${found}`)
  return free === undefined ? t('places.help.unknown') : free === 0 ? t('places.help.full') : t('places.help.none', { n: free })
}

/** What became of the places asked for in one save; '' when none was. */
export function saidOf({ places = [] }: Saved): string {
  const why = places.find((one): one is Lack => one !== 'given')
  const n = places.filter((one) => one === 'given').length
  if (!why) return n > 0 ? t('places.said.given', { n }) : ''
  const reason = t(`places.lack.${why}`)
  return n > 0 ? t('places.said.mixed', { n, m: places.length - n, why: reason }) : t('places.said.asked', { why: reason })
}
