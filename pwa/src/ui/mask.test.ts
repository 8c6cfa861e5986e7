import { expect, test } from 'vitest'
import { maskIdentity, maskPhone } from './mask'

test.each([
  ['990101195603121234', '990101********1234'],
  ['990101560312123', '990101*****2123'],
  ['E12345678', 'E1*****78'],
  ['EA1234567', 'EA*****67'],
  ['H1234567890', 'H1*******90'],
  ['1234567890', '12******90'],
  ['12', '12'],
  ['', ''],
])('the number %s is shown as %s', (number, shown) => expect(maskIdentity(number)).toBe(shown))

test.each([
  ['10012345678', '100****5678'],
  ['55512345', '5*****45'],
  ['010012345678', '010*****5678'],
  ['110', '*10'],
])('the telephone %s is shown as %s', (number, shown) => expect(maskPhone(number)).toBe(shown))

test('a number of any length is covered and never breaks a screen', () => {
  for (let length = 0; length < 40; length++) {
    for (const mask of [maskIdentity, maskPhone]) {
      const shown = mask('7'.repeat(length))
      expect(shown).toHaveLength(length)
      if (length > 4) expect(shown.split('*').length - 1).toBeGreaterThanOrEqual(2)
    }
  }
})
