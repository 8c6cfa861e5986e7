/** The people of a session, as its sheet shows them. */
import type { Person } from './shapes'

/** Those of a village and a state, parted into who has a number (by number) and who waits (in the order given). */
export function narrowed(people: readonly Person[], village: string, state: string): { given: Person[]; requested: Person[] } {
  const some = people.filter((person) => (!village || person.village === village) && (!state || person.state === state))
  const given = some.filter((person) => person.state !== 'requested')
  given.sort((one, other) => (one.ticket ?? Infinity) - (other.ticket ?? Infinity))
  return { given, requested: some.filter((person) => person.state === 'requested') }
}
