/** Which injections count, and how far through the course they are: the twin of server/rules/course.py. */
import { inForce, known, plusDays, plusMonths } from './days.ts'
import type { BoosterRule, Campaign, Day, Dose, PrimaryRule, Product } from './types.ts'

export interface Course {
  needed: number; position: number; boosters: number; skipped: number; counted: string[]; notes: string[]
  route: string | null; product: string | null; first: Day | null; last: Day | null
  undated: boolean; tooNear: boolean; unknown: boolean
}

export const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0)

export const productOf = (campaign: Campaign, code: unknown): Product | null =>
  campaign.products.find((product) => product.code === code) ?? null

/** The primary rule for dose `number` of `route` (else of "*") in force on `day`, with the product's overrides. */
export function interval(campaign: Campaign, route: string | null, number: number, product: Product | null, day: Day): PrimaryRule | null {
  for (const wanted of [route, '*']) {
    const rule = campaign.schedule.primary.find((r) => r.route === wanted && r.number === number && inForce(r, day))
    if (rule) return { ...rule, ...product?.overrides }
  }
  return null
}

export const boosterRule = (campaign: Campaign, number: number, day: Day): BoosterRule | null =>
  campaign.schedule.boosters.find((rule) => rule.number === number && inForce(rule, day)) ?? null

function live(campaign: Campaign, doses: Dose[], today: Day): [Dose[], string[]] {
  const voided = new Set(doses.map((dose) => dose.voids))
  const kept: Dose[] = []
  const notes: string[] = []
  for (const dose of doses) {
    if (voided.has(dose.id) || dose.retract) continue
    if (dose.campaign && dose.campaign !== campaign.id && !productOf(campaign, dose.product)) continue
    if ((known(dose.on) ?? '') > today) notes.push(`in_future:${dose.id}`)
    else kept.push(dose)
  }
  const dated = kept.every((dose) => known(dose.on))
  const byDay = (a: Dose, b: Dose) => compare(known(a.on) ?? '', known(b.on) ?? '')
  const byNumber = (a: Dose, b: Dose) => compare(a.number || 0, b.number || 0)
  kept.sort((a, b) => (dated ? byDay(a, b) || byNumber(a, b) : byNumber(a, b) || byDay(a, b)) || compare(a.id, b.id))
  return [kept, notes]
}

/** Count the doses as they stand on `today`. */
export function follow(campaign: Campaign, doses: Dose[], today: Day): Course {
  const [injections, notes] = live(campaign, doses, today)
  const course: Course = {
    needed: campaign.unknown_product.doses, position: 0, boosters: 0, skipped: 0, counted: [], notes,
    route: null, product: null, first: null, last: null, undated: false, tooNear: false, unknown: false,
  }
  const numbers = new Set<number>()
  for (const dose of injections) {
    if (typeof dose.number === 'number' && numbers.has(dose.number)) {
      notes.push(`same_number:${dose.id}`)
      continue
    }
    if (count(campaign, course, dose, today) && typeof dose.number === 'number') numbers.add(dose.number)
    course.undated = !known(dose.on)
    course.last = known(dose.on) ?? course.last
  }
  return course
}

function count(campaign: Campaign, course: Course, dose: Dose, today: Day): boolean {
  const product = productOf(campaign, dose.product)
  const day = known(dose.on)
  const booster = course.position >= course.needed
  let left: string | null = null
  if (booster) left = boosterInTime(campaign, course, day, today) ? null : 'beyond_course'
  else if (product && course.route !== null && course.route !== product.route) left = 'other_route'
  else if (isTooNear(campaign, course, product, day, today)) left = 'too_near'
  course.tooNear = left === 'too_near'
  if (left) {
    course.skipped += 1
    course.notes.push(`${left}:${dose.id}`)
    return false
  }
  if (booster) course.boosters += 1
  else take(course, dose, product, day)
  course.position += 1
  course.product = product?.code ?? null
  course.counted.push(dose.id)
  return true
}

function take(course: Course, dose: Dose, product: Product | null, day: Day | null): void {
  if (!product) course.unknown = true
  else if (course.route === null) {
    course.route = product.route
    course.needed = product.doses
  }
  const { number } = dose
  if (typeof number === 'number' && number - course.skipped > course.position + 1) {
    course.position = number - course.skipped - 1
    course.boosters = Math.max(0, course.position + 1 - course.needed)
    course.notes.push(`missing_before:${dose.id}`)
  } else if (course.position === 0) course.first = day
}

function isTooNear(campaign: Campaign, course: Course, product: Product | null, day: Day | null, today: Day): boolean {
  if (course.last === null || day === null || course.undated) return false
  const route = product?.route ?? course.route
  const rule = interval(campaign, route, course.position + 1, product, day) ?? interval(campaign, route, course.position + 1, product, today)
  return rule !== null && day < plusDays(course.last, rule.min_days)
}

function boosterInTime(campaign: Campaign, course: Course, day: Day | null, today: Day): boolean {
  return [day ?? today, today].some((on) => {
    const rule = boosterRule(campaign, course.boosters + 1, on)
    return rule !== null && (day === null || course.last === null || course.undated || day >= plusMonths(course.last, rule.after_months))
  })
}
