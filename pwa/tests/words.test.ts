import { beforeEach, expect, it, vi } from 'vitest'

beforeEach(() => {
  vi.resetModules()
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) })
})

it('fills in places and gives the last part of a key that nobody wrote', async () => {
  const { t, tt } = await import('@/ui/words')
  await import('@/ui/words/phone')
  expect(t('sync.strip.unsent', { n: 3 })).toBe('3 条未上传')
  expect(tt('shared.status.due')).toBe('应种')
  expect([tt('field.nothing.here'), tt('field.nothing.here', undefined, '没有')]).toEqual(['here', '没有'])
})

it('fetches English when it is chosen, and remembers the choice', async () => {
  const words = await import('@/ui/words')
  await import('@/ui/words/phone')
  await words.setLang('en')
  expect(words.t('sync.strip.unsent', { n: 3 })).toBe('3 not sent')
  words.lang.value = 'zh-CN'
  await words.wordsReady()
  expect(words.lang.value).toBe('en')
})

it('stays Chinese when English cannot be fetched', async () => {
  const words = await import('@/ui/words')
  words.register({ sync: { only: '有' } }, () => Promise.reject(new Error('offline')))
  await expect(words.setLang('en')).rejects.toThrow()
  localStorage.setItem('ruhu.language', 'en')
  await words.wordsReady()
  expect([words.lang.value, words.tt('sync.only')]).toEqual(['zh-CN', '有'])
})

it('has the same keys and the same places in both languages', async () => {
  for (const area of ['error', 'field', 'office', 'places', 'plan', 'rescue', 'roster', 'shared', 'site', 'sync']) {
    const [chinese, english] = await Promise.all([
      import(`../src/ui/words/zh-CN/${area}.ts`), import(`../src/ui/words/en/${area}.ts`),
    ]) as { default: object }[]
    expect(places(english?.default), area).toEqual(places(chinese?.default))
  }
})

function places(tree: object | undefined, prefix = ''): string[] {
  return Object.entries(tree ?? {}).flatMap(([key, value]: [string, unknown]) => (typeof value === 'string'
    ? [`${prefix}${key} ${[...new Set(value.match(/\{\w+\}/g))].sort().join()}`]
    : places(value as object, `${prefix}${key}.`))).sort()
}

it('learns the words of a part that is loaded later, in the language then shown', async () => {
  const words = await import('@/ui/words')
  await import('@/ui/words/phone')
  await words.setLang('en')
  await words.registerLater({ sync: { late: '后来' } }, () => Promise.resolve({ sync: { late: 'late' } }))
  expect([words.tt('sync.late'), words.t('sync.strip.unsent', { n: 3 })]).toEqual(['late', '3 not sent'])
  await words.registerLater({ sync: { later: '更后' } }, () => Promise.reject(new Error('offline')))
  expect(words.tt('sync.later')).toBe('更后')
})
