/**
 * Runs vector files through the TypeScript rules, the twin of server/rules/vectors.py: `node pwa/src/rules/vectors.ts DIR`
 * prints one JSON line per difference and exits 1 if there is any; notes and the count go to standard error. With `-`
 * for DIR it answers single questions from standard input.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import process, { argv, stderr, stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { check } from './check.ts'
import * as rules from './index.ts'
import type { Appointment, Campaign, Contraindication, Dose, Resident } from './types.ts'

export interface Given {
  campaign: Campaign; patch?: Record<string, unknown>; resident?: Resident; doses?: Dose[]; contraindications?: Contraindication[]
  appointments?: Appointment[]; today: string; product: string; on: string; basis?: 'min' | 'due'; route?: string; age: number
  days: number; number: string; birth: string; day: string; months: number
}
export interface Difference { file: string; index: number; description: string; path: string; expected: unknown; actual: unknown; side: 'typescript' }
export interface Report { differences: Difference[]; count: number; notes: string[] }

const CAMPAIGNS = fileURLToPath(new URL('../../../server/rules/campaigns/', import.meta.url))
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

const judged = (given: Given) => rules.judge(
  given.campaign, given.resident ?? {}, given.doses ?? [], given.contraindications ?? [], given.appointments ?? [], given.today,
)

const FUNCTIONS: Record<string, (given: Given) => unknown> = {
  judge: judged,
  urgency: (given) => rules.urgency(judged(given), given.resident ?? {}, given.today),
  acceptable: (given) => rules.acceptable(given.campaign, judged(given), given.product, given.on),
  last_first_dose_day: (given) => rules.lastFirstDoseDay(given.campaign, given.basis, given.route),
  minimum_intervals: (given) => rules.minimumIntervals(given.campaign),
  target: (given) => rules.target(given.campaign),
  age_band: (given) => rules.ageBand(given.campaign, given.age),
  check: (given) => check(given.campaign),
  shift: (given) => rules.shift(given.campaign, given.days),
  'identity.check': (given) => rules.checkIdentity(given.number),
  'identity.read': (given) => rules.readIdentity(given.number),
  age_on: (given) => rules.ageOn(given.birth, given.today),
  birthday: (given) => rules.birthday(given.birth, given.age),
  plus_months: (given) => rules.plusMonths(given.day, given.months),
}

/** `given` with its campaign in full: loaded if named, then patched. */
export function prepared(given: Given): Given {
  if (given.campaign === undefined) return given
  const named: unknown = given.campaign
  const campaign = typeof named === 'string' ? readJson(join(CAMPAIGNS, `${basename(named)}.json`)) : structuredClone(named)
  for (const [path, value] of Object.entries(given.patch ?? {})) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    const place = names.reduce((inner, name) => inner[name] as Record<string, unknown>, campaign as Record<string, unknown>)
    place[last] = value
  }
  return { ...given, campaign: campaign as Campaign }
}

/** Runs one function on one `given`; what it cannot do throws. */
export function apply(name: string, given: Given): unknown {
  const run = FUNCTIONS[name]
  if (!run) throw new Error(`no function ${name}`)
  return run(prepared(given))
}

type Tree = Record<string, unknown>
const isTree = (value: unknown): value is Tree => value !== null && typeof value === 'object' && !Array.isArray(value)
const sorted = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(sorted) : isTree(value) ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])])) : value

/** Where `actual` is not what is expected: objects need only hold the named members, lists and values are exact. */
export function differing(expected: unknown, actual: unknown, path = ''): [string, unknown, unknown][] {
  if (isTree(expected) && isTree(actual))
    return Object.entries(expected).flatMap(([key, value]) => {
      const inner = path ? `${path}.${key}` : key
      return key in actual ? differing(value, actual[key], inner) : [[inner, value, 'missing'] as [string, unknown, unknown]]
    })
  return JSON.stringify(sorted(expected)) === JSON.stringify(sorted(actual)) ? [] : [[path, expected, actual]]
}

/** Run every rules vector under a folder (or one file). */
export function examine(folder: string): Report {
  const report: Report = { differences: [], count: 0, notes: [] }
  const isFolder = statSync(folder).isDirectory()
  const names = isFolder ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).sort() : [basename(folder)]
  for (const file of names) {
    const differ = (index: number, description: string, path: string, expected: unknown, actual: unknown) =>
      report.differences.push({ file, index, description, path, expected, actual, side: 'typescript' })
    let content: unknown
    try {
      content = readJson(isFolder ? join(folder, file) : folder)
    } catch {
      differ(-1, `${file}: not readable as JSON`, '', 'a vector file', null)
      continue
    }
    const name = isTree(content) ? content.function : 'judge'
    const vectors = isTree(content) ? content.vectors : content
    if (typeof name !== 'string' || !(name in FUNCTIONS)) {
      report.notes.push(`${file}: skipped, its function '${String(name)}' is not one of the rules`)
      continue
    }
    if (!Array.isArray(vectors) || !vectors.every((vector) => isTree(vector) && 'given' in vector)) {
      differ(-1, `${file}: no list of vectors with given and expect`, '', 'a vector file', null)
      continue
    }
    for (const [index, vector] of (vectors as { description?: string; given: Given; expect: unknown }[]).entries()) {
      report.count += 1
      const description = vector.description ?? ''
      try {
        for (const [path, expected, actual] of differing(vector.expect, apply(name, vector.given))) differ(index, description, path, expected, actual)
      } catch (error) {
        differ(index, description, '', vector.expect, String(error))
      }
    }
  }
  return report
}

/** Answers `{"function", "given"}` lines of standard input, one line each: random cases are compared with Python this way. */
async function answer(): Promise<number> {
  for await (const line of createInterface({ input: stdin })) {
    const { function: name, given } = JSON.parse(line) as { function: string; given: Given }
    stdout.write(`${JSON.stringify(apply(name, given))}\n`)
  }
  return 0
}

async function main(folder: string | undefined): Promise<number> {
  if (folder === '-') return answer()
  if (!folder || !statSync(folder, { throwIfNoEntry: false })) {
    stderr.write('usage: node pwa/src/rules/vectors.ts DIR (a folder or file of vectors)\n')
    return 2
  }
  const report = examine(folder)
  for (const difference of report.differences) stdout.write(`${JSON.stringify(difference)}\n`)
  for (const note of report.notes) stderr.write(`${note}\n`)
  stderr.write(`typescript: ${report.count} vectors, ${report.differences.length} differences\n`)
  return report.differences.length ? 1 : 0
}

if (argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(argv[2])
