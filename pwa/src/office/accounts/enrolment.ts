/** Who gets an enrolment link, and the call that makes one. */
import { post } from '../api/call'
import type { Enrolment, Person } from '../api/shapes'

export type EnrolledPerson = Pick<Person, 'id' | 'name' | 'role' | 'areas' | 'devices'>

export const makeLink = (account: number, replaces: boolean): Promise<Enrolment> => post<Enrolment>(`/accounts/${account}/enrolment`, { replaces })

/** The QR code as an image's address. */
export const picture = (made: Enrolment): string => 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(made.qr)
