/** A gentle word while a dose is being entered; it never keeps anybody from saving what they were told. */
import { dayNumber } from '@/ui/dates'
import type { Person } from '../book/judged'
import { text, whole } from '../book/values'

const NEAR = 14

export function doseProblem(
  person: Pick<Person, 'doses'>,
  entered: { number: number; on: string; except?: string | undefined },
): 'same' | 'near' | 'order' | '' {
  const others = person.doses.filter((dose) => dose.id !== entered.except)
  if (others.some((dose) => whole(dose, 'number') === entered.number)) return 'same'
  if (!entered.on) return ''
  const dated = others.filter((dose) => text(dose, 'on'))
  if (dated.some((dose) => Math.abs(dayNumber(text(dose, 'on')) - dayNumber(entered.on)) < NEAR)) return 'near'
  const wrongOrder = dated.some((dose) => {
    const number = whole(dose, 'number')
    return number !== null && number < entered.number !== text(dose, 'on') < entered.on
  })
  return wrongOrder ? 'order' : ''
}
