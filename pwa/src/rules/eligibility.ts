/** Whether somebody belongs to the campaign today, or from when: the twin of server/rules/eligibility.py. */
import { ageOn, birthday, inForce, known } from './days.ts'
import type { Campaign, Day, EligibilityRule, Resident } from './types.ts'

/** `why` is null for those admitted, `since` their first day; `opens` is the day that admits the others. */
export interface Admission { why: string | null; since: Day | null; opens: Day | null; ifHealthy: boolean; birthUnknown: boolean }

const refused = (why: string, opens: Day | null = null): Admission => ({ why, since: null, opens, ifHealthy: false, birthUnknown: false })
const first = (days: Day[]): Day | null => days.reduce<Day | null>((least, day) => (least === null || day < least ? day : least), null)
const ofAge = (rule: EligibilityRule, age: number): boolean => age >= rule.min_age && (rule.max_age === null || age <= rule.max_age)

export function admission(campaign: Campaign, resident: Resident, today: Day): Admission {
  const life = resident.life_state || 'active'
  if (life !== 'active') return refused(`life_state:${life}`)
  if (resident.residency && !campaign.residents.residency.includes(resident.residency)) return refused('not_resident')
  const rules = campaign.eligibility.filter((rule) => !rule.groups.length || (resident.groups ?? []).some((group) => rule.groups.includes(group)))
  const current = rules.filter((rule) => inForce(rule, today))
  const birth = known(resident.birth)
  if (!birth) {
    const starts = rules.map((rule) => rule.from ?? today)
    if (current.length) return { ...refused(''), why: null, since: first(starts), birthUnknown: true }
    const opens = first(starts.filter((day) => day > today))
    return refused(opens ? 'not_yet' : 'not_offered', opens)
  }
  const openings = rules.flatMap((rule): [Day, EligibilityRule][] => {
    const day = opening(rule, birth)
    return day ? [[day, rule]] : []
  })
  const age = ageOn(birth, today)
  const admitting = current.filter((rule) => ofAge(rule, age))
  if (admitting.length) {
    const since = first(openings.map(([day]) => day))
    return { ...refused(''), why: null, since, ifHealthy: admitting.every((rule) => rule.if_healthy) }
  }
  const opens = first(openings.map(([day]) => day).filter((day) => day > today))
  if (opens) return refused(openings.find(([day]) => day === opens)?.[1].from === opens ? 'not_yet' : 'too_young', opens)
  return refused(current.some((rule) => rule.max_age !== null && age > rule.max_age) ? 'too_old' : 'not_offered')
}

/** The first day on which the rule admits somebody born on `birth`; null if it never does. */
function opening(rule: EligibilityRule, birth: Day): Day | null {
  const start = rule.from ?? birth
  const adult = birthday(birth, rule.min_age)
  const day = start > adult ? start : adult
  return inForce(rule, day) && ofAge(rule, ageOn(birth, day)) ? day : null
}
