/** The fields of a resident's form, read from a record and written back as changes; identity numbers checked. */
import { readIdentity } from '@/rules'
import type { Row } from '@/store'
import { list, text, yes } from '../book/values'

export interface ResidentFields {
  name: string
  id_kind: string
  id_number: string
  birth: string
  sex: 'm' | 'f' | ''
  relation: string
  phone: string
  phone_of: string
  residency: string
  away: boolean
  away_place: string
  back_on: string
  groups: string[]
  employer: string
  job: string
  note: string
}

export function fieldsOf(row: Row | undefined): ResidentFields {
  const sex = text(row, 'sex')
  return {
    name: text(row, 'name'),
    id_kind: text(row, 'id_kind') || (row ? '' : 'id_card'),
    id_number: text(row, 'id_number'),
    birth: text(row, 'birth'),
    sex: sex === 'm' || sex === 'f' ? sex : '',
    relation: text(row, 'relation'),
    phone: text(row, 'phone'),
    phone_of: text(row, 'phone_of'),
    residency: text(row, 'residency') || (row ? '' : 'local'),
    away: yes(row, 'away'),
    away_place: text(row, 'away_place'),
    back_on: text(row, 'back_on'),
    groups: list(row, 'groups'),
    employer: text(row, 'employer'),
    job: text(row, 'job'),
    note: text(row, 'note'),
  }
}

/** A new resident before anything is entered: the first of a household is its head, who rents has mostly moved in. */
export function newcomer(dwelling: string, hasMembers: boolean): ResidentFields {
  return { ...fieldsOf(undefined), relation: hasMembers ? '' : '02', residency: ['rented', 'dorm'].includes(dwelling) ? 'moved_in' : 'local' }
}

/** '' when the number is right or empty or of a kind without a check, else what is wrong with it. */
export function identityProblem(fields: Pick<ResidentFields, 'id_kind' | 'id_number'>): string {
  if (!fields.id_number || !['id_card', 'permit', ''].includes(fields.id_kind)) return ''
  const { code } = readIdentity(fields.id_number)
  return code === 'ok' ? '' : code
}

/** What the number says about its holder, for the fields that are still empty. */
export function filledFromNumber(fields: ResidentFields): Partial<ResidentFields> {
  const identity = readIdentity(fields.id_number)
  if (identity.code !== 'ok') return {}
  return {
    ...(fields.birth ? {} : { birth: identity.birth ?? '' }),
    ...(fields.sex ? {} : { sex: identity.sex ?? '' }),
  }
}

/** The values to store: numbers without spaces, what depends on another field emptied with it. */
export function storable(fields: ResidentFields): Record<string, string | boolean | string[]> {
  const number = fields.id_number.normalize('NFKC').replace(/\s/g, '').toUpperCase()
  const read = readIdentity(number)
  return {
    ...fields,
    name: fields.name.trim(),
    id_number: fields.id_kind === 'none' ? '' : read.code === 'ok' && fields.id_kind === 'id_card' ? read.number! : number,
    phone: fields.phone.normalize('NFKC').replace(/[\s-]/g, ''),
    phone_of: fields.phone ? fields.phone_of.trim() : '',
    away_place: fields.away ? fields.away_place.trim() : '',
    back_on: fields.away ? fields.back_on : '',
  }
}
