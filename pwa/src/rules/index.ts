/**
 * The rules on the phone: who may be vaccinated, with what, when. Twins of server/rules, held together by tests/vectors.
 * Pure: no clock, no storage; `today` is an argument. The check of a whole document is apart, in ./check.ts (office only).
 */
export { acceptable } from './acceptable.ts'
export { ageBand, lastFirstDoseDay, minimumIntervals, shift, target } from './campaign.ts'
export { ageOn, birthday, plusDays, plusMonths } from './days.ts'
export { checkIdentity, readIdentity, type Identity } from './identity.ts'
export { judge } from './judge.ts'
export { byUrgency, urgency } from './urgency.ts'
export type * from './types.ts'
