/** Which fields the forms of a resident and of a household have, in order, and what an identity number tells of itself. */
import { readIdentity } from '@/rules'
import { t, tt } from '@/ui/words'

export const FORMS = {
  resident: [
    'name', 'sex', 'birth', 'id_kind', 'id_number', 'relation', 'phone', 'phone_of', 'residency', 'away', 'away_place', 'back_on',
    'willingness', 'reason', 'next_step', 'next_on', 'employer', 'job', 'life_state', 'groups', 'note',
  ],
  household: ['grid', 'lane', 'door', 'building', 'unit', 'room', 'walk', 'dwelling', 'phone', 'life_state', 'note'],
} as const

export const NEW = {
  resident: ['name', 'relation', 'id_kind', 'id_number', 'sex', 'birth', 'phone', 'phone_of', 'residency', 'employer', 'job', 'groups', 'note'],
  household: ['grid', 'lane', 'door', 'building', 'unit', 'room', 'dwelling', 'phone', 'note'],
} as const

type Values = Record<string, unknown>
const numbered = (values: Values): string =>
  values.id_kind && values.id_kind !== 'id_card' ? '' : String(values.id_number ?? '').trim()

/** What is wrong with the identity number as written, in words; it may be saved all the same, as it stands on the paper. */
export function identityProblem(values: Values): string {
  const number = numbered(values)
  if (!number) return ''
  const { code, birth, sex } = readIdentity(number)
  if (code !== 'ok') return t('office.identity.wrong', { what: tt(`office.identity.${code}`) })
  const differs = (values.birth && values.birth !== birth) || (values.sex && values.sex !== sex)
  return differs ? t('office.identity.differs') : ''
}

/** Birth date and sex out of a good identity number, where they are still empty. */
export function filledIn(values: Values): Values {
  const { code, birth, sex } = readIdentity(numbered(values))
  return code === 'ok' ? { ...values, id_kind: values.id_kind || 'id_card', birth: values.birth || birth, sex: values.sex || sex } : values
}
