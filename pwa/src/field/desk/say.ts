/** Sentences that several screens of the desk say alike. */
import { store, type Row } from '@/store'
import { ageOn, clock, shortDate } from '@/ui/dates'
import { t, tt } from '@/ui/words'
import { contraindicationName, productName } from '../book/campaign'
import { day } from '../book/today'
import { text } from '../book/values'
import type { Person } from './person'
import type { Warning } from './warnings'

export const at = (ms: number | null): string => (ms === null ? '' : clock(ms, day.value))

export function band(session: Row | undefined): string {
  return session ? `${text(session, 'from')}–${text(session, 'to')}` : ''
}

/** What a session is called in a list: its hours, its product, for whom it is. */
export function sessionName(session: Row | undefined): string {
  const special = text(session, 'kind') === 'special' ? text(session, 'for') || t('site.count.special') : ''
  return [band(session), text(session, 'product') && productName(text(session, 'product')), special].filter(Boolean).join(' · ')
}

export function who(person: Person): string {
  const age = ageOn(person.birth, day.value)
  return [person.sex && tt(`shared.sex.${person.sex}`), age === null ? '' : t('field.age', { n: age })].filter(Boolean).join(' · ')
}

export function nameOf(person: Person | Row): string {
  return ('values' in person ? text(person, 'name') : person.name) || t('site.unnamed')
}

/** A warning and what to do about it. */
export function warned({ code, params }: Warning): { what: string, todo: string } {
  const filled: Record<string, string | number> = { ...params }
  if (typeof params['at'] === 'number') filled['time'] = at(params['at'])
  if (typeof params['on'] === 'string') filled['on'] = shortDate(params['on'], day.value)
  if (typeof params['why'] === 'string') filled['what'] = contraindicationName(params['why'].split(':')[1] ?? '')
  if (typeof params['products'] === 'string') filled['what'] = params['products'].split(' ').map(productName).join(t('field.listSeparator'))
  const key = code === 'slip_differs' && !params['n'] ? 'slip_unnumbered' : code
  return { what: tt(`site.warn.${key}`, filled), todo: tt(`site.warn.${key}_do`, filled, '') }
}

/** The partner hospital of the site: its name and a number to tap. */
export function hospital(site: Row | undefined): { name: string, phone: string } {
  return { name: text(site, 'hospital'), phone: text(site, 'hospital_phone') }
}

export const sessionOf = (person: Person): Row | undefined => store.get(person.session)
