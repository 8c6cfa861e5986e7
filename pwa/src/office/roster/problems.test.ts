import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { GROUPS, groupOf } from './columns'
import english from '@/ui/words/en/roster'
import chinese from '@/ui/words/zh-CN/roster'

const server = (path: string): string => readFileSync(fileURLToPath(new URL(`../../../../server/${path}`, import.meta.url)), 'utf8')

describe('what the server may say of a row', () => {
  const listed = server('roster/problems.py').split('class FileCode')[0]!
  const codes = [...listed.matchAll(/^ {4}[A-Z_]+ = "([a-z_.]+)"/gm)].map((found) => found[1]!)

  it('has a short name for every kind of problem, in both languages', () => {
    expect(codes.length).toBeGreaterThan(20)
    expect(codes.filter((code) => !(code in chinese.problems.code) || !(code in english.problems.code))).toEqual([])
  })

  it('names nothing that the server does not say', () => {
    expect(Object.keys(chinese.problems.code).filter((code) => !codes.includes(code))).toEqual([])
  })
})

describe('what a column may be taken for', () => {
  it('stands under a heading of its own kind: only what is not kept is left for the last', () => {
    const taken = Object.keys((JSON.parse(server('roster/data/columns.json')) as { taken: Record<string, string[]> }).taken)
    expect(taken.filter((key) => groupOf(key) === GROUPS[GROUPS.length - 1])).toEqual(['serial'])
  })
})
