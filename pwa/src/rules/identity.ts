/**
 * Identity numbers, the twin of server/rules/identity.py: GB 11643-1999, check character by ISO 7064 MOD 11-2; 15-digit
 * papers; permits of Hong Kong, Macao and Taiwan people. Region 99 was never issued: examples use it.
 */
import { known } from './days.ts'
import type { Day } from './types.ts'

/** `code` is `ok` or what is wrong; the rest is null unless ok. `number` is the 18-character form in upper case. */
export interface Identity {
  code: 'ok' | 'length' | 'characters' | 'region' | 'birth' | 'check_digit'
  number: string | null; kind: 'id_card' | 'permit' | null; birth: Day | null; sex: 'm' | 'f' | null
}

const PROVINCES = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|91|99)/
const PERMITS = /^8[123]0000/
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

const wrong = (code: Identity['code']): Identity => ({ code, number: null, kind: null, birth: null, sex: null })

/** The 18th character that belongs to the first 17 digits. */
export const checkCharacter = (first17: string): string =>
  '10X98765432'.charAt(WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(first17[index]), 0) % 11)

/** `ok`, or what is wrong, the first that applies. */
export const checkIdentity = (number: string): Identity['code'] => readIdentity(number).code

/** What an identity number says. Spaces, full-width digits, a small x and a typed × are understood. */
export function readIdentity(number: string): Identity {
  const text = number.normalize('NFKC').replace(/\s/g, '').toUpperCase().replaceAll('×', 'X')
  if (text.length !== 15 && text.length !== 18) return wrong('length')
  if (!/^(\d{15}|\d{17}[\dX])$/.test(text)) return wrong('characters')
  if (!PROVINCES.test(text) && !PERMITS.test(text)) return wrong('region')
  let full = text
  if (text.length === 15) {
    full = text.slice(0, 6) + (/99[6-9]$/.test(text) ? '18' : '19') + text.slice(6)
    full += checkCharacter(full)
  }
  const birth = known(`${full.slice(6, 10)}-${full.slice(10, 12)}-${full.slice(12, 14)}`)
  if (birth === null || birth < '1800') return wrong('birth')
  if (full[17] !== checkCharacter(full.slice(0, 17))) return wrong('check_digit')
  return { code: 'ok', number: full, kind: PERMITS.test(full) ? 'permit' : 'id_card', birth, sex: Number(full[16]) % 2 ? 'm' : 'f' }
}
