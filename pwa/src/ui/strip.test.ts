import { expect, test } from 'vitest'
import { stripOf, type Situation } from './strip'

const NOW = 1_800_000_000_000
const strip = (over: Partial<Situation> = {}) => {
  const { parts, tone } = stripOf({ unsent: 0, refused: 0, phase: 'idle', lastOk: NOW - 60_000, stopped: null, now: NOW, ...over })
  return `${tone}: ${parts.join(' ')}`
}

test('when all is well it says so quietly', () => expect(strip()).toBe('quiet: none at'))
test('what is unsent is counted, with when all was last in step', () => expect(strip({ unsent: 3 })).toBe('plain: unsent at'))
test('before the first sync nothing is called sent', () => expect(strip({ lastOk: null })).toBe('plain: never'))
test('a try that found no network is said beside the last success', () => {
  expect(strip({ unsent: 1, error: 'offline' })).toBe('plain: unsent at offline')
  expect(strip({ error: 'timeout' })).toBe('quiet: none at offline')
})
test('a server in trouble is not called a missing network', () => expect(strip({ error: 'server' })).toBe('quiet: none at notDone'))
test('while it works, it says what it does and not when it was done', () => expect(strip({ unsent: 2, phase: 'pushing', error: 'offline' })).toBe('plain: unsent busy'))
test('a refused record is louder than an unsent one, and both are said', () => expect(strip({ refused: 1, unsent: 2 })).toBe('warn: refused unsent at'))
test('a day without a sync is plain even if nothing is unsent', () => expect(strip({ lastOk: NOW - 86_400_001 })).toBe('plain: none at'))
test('a stopped phone says that before everything else', () => {
  expect(strip({ stopped: 'revoked', unsent: 2, error: 'device_revoked' })).toBe('warn: revoked unsent')
  expect(strip({ stopped: 'revoked' })).toBe('warn: revoked')
  expect(strip({ stopped: 'unknown', unsent: 1, error: 'token_unknown' })).toBe('warn: unknown unsent at')
})
