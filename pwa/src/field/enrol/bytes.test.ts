import { expect, test } from 'vitest'
import { codeIn, size } from './bytes'

test('the code is found in a link, in a message around a link, and alone', () => {
  expect(codeIn('https://ruhu.example/#/enrol/AB12-cd34')).toBe('AB12-cd34')
  expect(codeIn('请点 https://10.0.0.2:8443/#/enrol/ZZZ999xyz 绑定')).toBe('ZZZ999xyz')
  expect(codeIn('  AB12-cd34 ')).toBe('AB12-cd34')
  expect(codeIn('你好')).toBe('')
})
test('bytes are written for people', () => {
  expect(size(340_000)).toBe('340 kB')
  expect(size(1_240_000)).toBe('1.2 MB')
})
