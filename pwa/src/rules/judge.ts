/** A resident's status on one day, and the next injection: the twin of server/rules/judge.py. */
import { lastFirstDoseDay } from './campaign.ts'
import { standing } from './contraindications.ts'
import { boosterRule, follow, interval, productOf, type Course } from './course.ts'
import { ageOn, inForce, known, plusDays, plusMonths } from './days.ts'
import { admission, type Admission } from './eligibility.ts'
import type { Appointment, Campaign, Contraindication, Day, Dose, Injection, Judgement, Kind, Resident, Status } from './types.ts'

/**
 * The judgement of one resident on `today`. The records are values as they come from the store, with `id` (hence
 * `object`: what is not as `Resident`, `Dose` … say counts as not known); an appointment carries `on` and
 * `session_state`, the day and state of its session. Without a campaign (null or {}) everybody is not eligible, why `no_campaign`.
 */
export function judge(
  campaign: object | null, resident: object, doses: readonly object[], contraindications: readonly object[],
  appointments: readonly object[], today: Day,
): Judgement {
  if (campaign === null || !('eligibility' in campaign)) return withoutCampaign(resident, today)
  return judged(campaign as Campaign, resident, doses as Dose[], contraindications as Contraindication[], appointments as Appointment[], today)
}

function withoutCampaign(resident: Resident, today: Day): Judgement {
  const birth = known(resident.birth)
  return {
    status: 'not_eligible', why: 'no_campaign', finding: 'unsuitable', ask_again: null, age: birth ? ageOn(birth, today) : null,
    doses: 0, counted: [], full: false, boosters: 0, before: null, next: null, notes: [],
  }
}

function judged(
  campaign: Campaign, resident: Resident, doses: Dose[], contraindications: Contraindication[], appointments: Appointment[], today: Day,
): Judgement {
  const birth = known(resident.birth)
  const age = birth ? ageOn(birth, today) : null
  const course = follow(campaign, doses, today)
  const admitted = admission(campaign, resident, today)
  const judgement: Judgement = {
    status: 'not_eligible', why: admitted.why ?? 'no_product', finding: 'defer', ask_again: admitted.opens, age,
    doses: course.position, counted: course.counted,
    full: course.position >= course.needed, boosters: course.boosters, before: course.product,
    next: null, notes: course.notes,
  }
  if (admitted.why) return { ...judgement, finding: admitted.opens ? 'defer' : 'unsuitable' }
  const next = followingInjection(campaign, course, admitted, age, today)
  if (next && course.position === 0 && !next.products.length) return judgement
  const block = standing(campaign, contraindications, admitted.ifHealthy, today)
  const asked = next === null ? [] : [
    admitted.ifHealthy && 'if_healthy', course.unknown && 'confirm_product', course.undated && 'confirm_date',
  ]
  const notes = [...course.notes, admitted.birthUnknown && 'birth_unknown', ...asked, ...block.notes].filter((note) => note !== false)
  if (block.why) return { ...judgement, next, notes, status: 'contraindicated', why: block.why, finding: block.finding, ask_again: block.askAgain }
  const [status, why, ask_again] = standingOf(campaign, resident, course, next, appointments, today)
  return { ...judgement, next, notes, status, why, finding: 'advise', ask_again }
}

function standingOf(
  campaign: Campaign, resident: Resident, course: Course, next: Injection | null, appointments: Appointment[], today: Day,
): [Status, string, Day | null] {
  if (!next) return ['done', course.boosters ? 'booster_given' : 'full_course', null]
  const booked = booking(next, appointments, today)
  if (booked) return ['booked', booked, null]
  const away = awayWhy(campaign, resident, today)
  if (away) return ['away', away, known(resident.back_on)]
  const { willingness } = resident
  if (willingness === 'refuses' || willingness === 'hesitant') return [willingness, `willingness:${willingness}`, null]
  const what = course.position === 0 ? 'first' : next.kind
  if (next.overdue_since) return ['overdue', what, null]
  if (today >= next.due) return ['due', what, null]
  return ['waiting', today >= next.earliest ? 'may_already' : 'too_early', null]
}

/**
 * Why booked: the best live appointment for the next injection, today or later (or on a day not known). A cancelled
 * session holds nobody's place, whatever the appointment says.
 */
function booking(next: Injection, appointments: Appointment[], today: Day): string | null {
  const states = appointments
    .filter(({ number, on, session_state }) => number === next.number && session_state !== 'cancelled' && (known(on) ?? today) >= today)
    .map(({ state }) => state)
  return states.includes('confirmed') ? 'place_confirmed' : states.includes('requested') ? 'requested' : null
}

/** Why the resident is away today; on `back_on` they are expected and no longer away. */
function awayWhy(campaign: Campaign, resident: Resident, today: Day): string | null {
  const { away, residency } = resident
  const backOn = known(resident.back_on)
  if (backOn && today >= backOn) return null
  if (away === true) return 'away'
  return (away === undefined || away === null) && residency && campaign.residents.away.includes(residency) ? `residency:${residency}` : null
}

function followingInjection(campaign: Campaign, course: Course, admitted: Admission, age: number | null, today: Day): Injection | null {
  const number = course.position + course.skipped + 1
  if (course.position >= course.needed) return nextBooster(campaign, course, number, age, today)
  const products = productsFor(campaign, course, course.route === null ? null : [course.route], 'primary', age, today)
  if (course.position === 0) {
    const day = admitted.since ?? today
    const last = lastFirstDoseDay(campaign)
    return injection(number, 'primary', products, day, day, day <= last ? last : null, today)
  }
  const base = course.undated || course.last === null ? today : course.last
  const rule = interval(campaign, course.route, course.position + 1, productOf(campaign, course.product), today)
  if (!rule || course.undated) return injection(number, 'primary', products, base, base, null, today)
  if (course.tooNear) {
    const day = plusDays(base, rule.repeat_days ?? rule.min_days)
    return injection(number, 'extra', products, day, day, null, today)
  }
  const due = plusDays(base, rule.due_days)
  let latest: Day | null = null
  if (course.first) {
    const { months, days } = rule.within
    latest = months === undefined ? plusDays(course.first, days ?? 0) : plusMonths(course.first, months)
    if (latest < due) latest = due
  }
  return injection(number, 'primary', products, plusDays(base, rule.min_days), due, latest, today)
}

function nextBooster(campaign: Campaign, course: Course, number: number, age: number | null, today: Day): Injection | null {
  const rule = boosterRule(campaign, course.boosters + 1, today)
  if (!rule || (age !== null && age < rule.min_age)) return null
  const routes = rule.pairs.flatMap(([before, after]) => (before === course.route && after !== undefined ? [after] : []))
  if (course.route && !routes.length) return null
  const products = productsFor(campaign, course, routes, 'booster', age, today)
  const day = course.last === null || course.undated ? today : plusMonths(course.last, rule.after_months)
  return injection(number, 'booster', products, day, day, null, today)
}

/** Codes of the products that may be given, the one of the dose before first; none while that dose is unknown. */
function productsFor(campaign: Campaign, course: Course, routes: string[] | null, kind: Kind, age: number | null, today: Day): string[] {
  if (routes === null && course.position > 0) return []
  return campaign.products
    .filter((product) => (routes === null || routes.includes(product.route)) && product.use.some((use) => use === kind)
      && inForce(product, today) && (age === null || age >= product.min_age))
    .map(({ code }) => code)
    .sort((a, b) => Number(a !== course.product) - Number(b !== course.product))
}

function injection(number: number, kind: Kind, products: string[], earliest: Day, due: Day, latest: Day | null, today: Day): Injection {
  return { number, kind, products, earliest, due, latest, overdue_since: latest !== null && today > latest ? plusDays(latest, 1) : null }
}
