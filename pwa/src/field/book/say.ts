/** Sentences about a person that several screens say alike. */
import { store, type Row } from '@/store'
import { t, tt } from '@/ui/words'
import { contraindicationName, productName, reasonName } from './campaign'
import { ageOn, shortDate } from '@/ui/dates'
import type { Person } from './judged'
import { text } from './values'

/** "户主 · 女 · 67岁" */
export function who(row: Row): string {
  const age = ageOn(text(row, 'birth'), store.today())
  return [
    text(row, 'relation') && tt(`shared.relation.${text(row, 'relation')}`),
    text(row, 'sex') && tt(`shared.sex.${text(row, 'sex')}`),
    age === null ? '' : t('field.age', { n: age }),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** A rule's word with its argument ("deferred:fever") as a sentence; '' for a word this version does not know. */
export function ruleWord(area: 'why' | 'note', word: string): string {
  const [code = '', argument = ''] = word.split(':')
  const whole = tt(`field.${area}.${code}_${argument}`, undefined, '')
  return whole || tt(`field.${area}.${code}`, { what: argument && contraindicationName(argument) }, '')
}

export function whyOf(person: Person): string {
  const { why, ask_again: again } = person.judgement
  const sentence = why ? ruleWord('why', why) : ''
  const date = again ? t('field.askAgain', { date: shortDate(again, store.today()) }) : ''
  return [sentence, date].filter(Boolean).join(' · ')
}

/** "第2剂 · 应在12月3日前" ; '' when nothing more is to be given. */
export function nextDoseOf(person: Person): string {
  const next = person.judgement.next
  if (!next) return ''
  const today = store.today()
  const dose = tt(`shared.doseKind.${next.kind}`, { n: next.number })
  if (next.overdue_since) return t('field.next.overdue', { dose, date: shortDate(next.overdue_since, today) })
  if (next.earliest > today) return t('field.next.from', { dose, date: shortDate(next.earliest, today) })
  if (next.latest) return t('field.next.before', { dose, date: shortDate(next.latest, today) })
  return t('field.next.now', { dose })
}

/** The one line about a person in a list: why nothing is to be done now, else the next dose with its day. */
export function lineOf(person: Person): string {
  const settled = ['contraindicated', 'done', 'not_eligible', 'booked'].includes(person.judgement.status)
  return settled ? whyOf(person) : nextDoseOf(person) || whyOf(person)
}

/** What is to be done about a person: the stated next step with its day, else the reason why not yet. */
export function stepOf(person: Person): string {
  const { row } = person
  const step = text(row, 'next_step')
  const on = text(row, 'next_on')
  const reason = text(row, 'reason')
  const parts = [reason && reasonName(reason)]
  if (step && step !== 'none') parts.push([tt(`shared.nextStep.${step}`), on && shortDate(on, store.today())].filter(Boolean).join(' '))
  return parts.filter(Boolean).join(' · ')
}

export function doseLine(dose: Row): string {
  return [text(dose, 'on') && shortDate(text(dose, 'on'), store.today()), productName(text(dose, 'product')), text(dose, 'place')]
    .filter(Boolean)
    .join(' · ')
}

/** The number to call about a person: their own, else the household's; with whose it is. */
export function phoneOf(row: Row): { number: string; of: string } | null {
  const own = text(row, 'phone')
  if (own) return { number: own, of: text(row, 'phone_of') }
  const household = store.get(text(row, 'household'))
  const shared = text(household, 'phone')
  return shared ? { number: shared, of: t('field.phone.household') } : null
}
