/** What staff may see of a reaction, and which signs make it grave by themselves. Its kind is for experts to say. */
export const SIGNS = [
  'dizziness', 'fainting', 'pallor', 'palpitation', 'nausea', 'rash', 'itching', 'swelling', 'fever',
  'breath', 'throat', 'pressure', 'convulsion', 'unconscious', 'other',
] as const
const GRAVE: readonly string[] = ['breath', 'throat', 'pressure', 'convulsion', 'unconscious']
export const OUTCOMES = ['recovered', 'observed', 'in_hospital'] as const

export function grave(signs: readonly string[]): boolean {
  return signs.some((sign) => GRAVE.includes(sign))
}
