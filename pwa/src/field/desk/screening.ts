/**
 * From the answers of the screening to its result. The campaign asks the questions; each says what a "yes" leads to: not
 * today, to a hospital first, or nothing. The desk may overrule it: it sees the person.
 */
import { plusDays } from '@/ui/dates'

/** A question of the campaign. `leads_to`: what a yes leads to; `days`: after how many days one asks again; `only`: asked of one sex. */
export interface Question { code: string, zh: string, en: string, leads_to: 'defer' | 'refer' | 'none', days: number | null, only?: string | null }
export type Result = 'ok' | 'deferred' | 'refused' | 'referred'
export interface Outcome { result: Result | '', until: string }

/** The questions for somebody of this sex; all where it is not known. */
export function asked(questions: readonly Question[], sex: string): Question[] {
  return questions.filter((one) => !one.only || !sex || one.only === sex)
}

/** Answers not yet given (null) leave it open; a hospital's word comes before waiting. */
export function outcome(questions: readonly Question[], yes: readonly string[] | null, today: string): Outcome {
  if (yes === null) return { result: '', until: '' }
  const said = questions.filter((one) => yes.includes(one.code))
  if (said.some((one) => one.leads_to === 'refer')) return { result: 'referred', until: '' }
  const waits = said.filter((one) => one.leads_to === 'defer')
  const days = Math.max(0, ...waits.map((one) => one.days ?? 0))
  return waits.length > 0 ? { result: 'deferred', until: days > 0 ? plusDays(today, days) : '' } : { result: 'ok', until: '' }
}
