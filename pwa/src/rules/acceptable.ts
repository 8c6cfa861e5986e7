/** Whether a product may be given as the next injection: the twin of server/rules/acceptable.py. */
import { productOf } from './course.ts'
import type { Answer, Campaign, Day, Judgement } from './types.ts'

/** The answer for `product` on `day`, the day of the injection; `ok` and `other_maker` are a yes. */
export function acceptable(campaign: Campaign, judgement: Judgement, product: string, day: Day): Answer {
  const { next, before, notes } = judgement
  if (!next) return 'none_next'
  if (day < next.earliest) return 'too_early'
  if (!productOf(campaign, product)) return 'unknown_product'
  if (!next.products.length && notes.includes('confirm_product')) return 'confirm_first'
  if (!next.products.includes(product)) return 'not_offered'
  return before === null || before === product || !next.products.includes(before) ? 'ok' : 'other_maker'
}
