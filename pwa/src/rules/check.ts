/** Whether a campaign document can be used: the twin of server/rules/check.py. Only the office needs it. */
import { target } from './campaign.ts'
import { known } from './days.ts'
import { SHAPE, type Shape } from './shape.ts'
import type { Campaign, Problem } from './types.ts'

type Tree = Record<string, unknown>
const isTree = (value: unknown): value is Tree => value !== null && typeof value === 'object' && !Array.isArray(value)
const CODE = /^(\*|[a-z0-9][a-z0-9_.-]{0,47})$/
const ORDERS = [['from', 'until'], ['start', 'end'], ['min_age', 'max_age'], ['min_days', 'due_days']] as const
const problem = (path: string, code: string): Problem => ({ path: path.replace(/^\.+/, ''), code })

/** The problems of a document, empty if it is in order; only problems of shape while there are any. */
export function check(document: unknown): Problem[] {
  const shape = shapeProblems(document, SHAPE, '')
  return shape.length ? shape : senseProblems(document as Campaign)
}

function shapeProblems(value: unknown, shape: Shape, path: string): Problem[] {
  if (typeof shape === 'string') {
    const wrong = leafProblem(value, shape)
    return wrong ? [problem(path, wrong)] : []
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [problem(path, 'list')]
    return value.flatMap((member, index) => shapeProblems(member, shape[0] ?? 'text', `${path}.${index}`))
  }
  if (!isTree(value)) return [problem(path, 'object')]
  const found = Object.entries(shape).flatMap(([key, inner]) => {
    const name = key.replace(/\?$/, '')
    if (name in value) return shapeProblems(value[name], inner, `${path}.${name}`)
    return key === name ? [problem(`${path}.${name}`, 'missing')] : []
  })
  const unknown = Object.keys(value).filter((name) => !(name in shape) && !(`${name}?` in shape))
  return [...found, ...unknown.map((name) => problem(`${path}.${name}`, 'unknown_key'))]
}

function leafProblem(value: unknown, leaf: string): string | null {
  if (leaf.endsWith('?')) return value === null ? null : leafProblem(value, leaf.slice(0, -1))
  const fits: Record<string, boolean> = {
    text: typeof value === 'string' && value.trim() !== '',
    code: typeof value === 'string' && CODE.test(value),
    day: known(value) !== null,
    count: Number.isInteger(value) && (value as number) >= 0,
    flag: typeof value === 'boolean',
    sources: isTree(value) && Object.values(value).every(isTree),
  }
  if (leaf in fits) return fits[leaf] ? null : leaf
  return leaf.split('|').includes(value as string) ? null : 'word'
}

function senseProblems(document: Campaign): Problem[] {
  const { routes, products, eligibility, contraindications, groups, reasons, age_bands, screening = [], checks = [] } = document
  const duplicates = Object.entries({ routes, products, eligibility, contraindications, groups, reasons, age_bands, screening, checks })
    .flatMap(([name, members]) => members.flatMap(({ code }, index) =>
      members.findIndex((member) => member.code === code) < index ? [problem(`${name}.${index}.code`, 'duplicate')] : []))
  return [
    ...duplicates, ...orders(document, ''), ...references(document), ...sources(document, document.sources, ''),
    ...missingRules(document), ...targetProblems(document),
  ]
}

/** Limits that must not come after each other, wherever they stand together. */
function orders(value: unknown, path: string): Problem[] {
  if (Array.isArray(value)) return value.flatMap((member, index) => orders(member, `${path}.${index}`))
  if (!isTree(value)) return []
  const found = ORDERS.filter(([low, high]) => {
    const [least, most] = [value[low] ?? null, value[high] ?? null] as (string | number | null)[]
    return least !== null && most !== null && least !== undefined && most !== undefined && least > most
  }).map(([low]) => problem(`${path}.${low}`, 'order'))
  const within = isTree(value.within) ? value.within.days : undefined
  if (typeof within === 'number' && typeof value.due_days === 'number' && within < value.due_days) found.push(problem(`${path}.due_days`, 'order'))
  return [...found, ...Object.entries(value).flatMap(([key, inner]) => (key === 'sources' ? [] : orders(inner, `${path}.${key}`)))]
}

function references({ window, products, schedule, eligibility, ...document }: Campaign): Problem[] {
  const routes = document.routes.map(({ code }) => code)
  const groups = document.groups.map(({ code }) => code)
  const named: [string, string][] = [
    ['window.route', window.route],
    ...products.map(({ route }, at): [string, string] => [`products.${at}.route`, route]),
    ...schedule.primary.map(({ route }, at): [string, string] => [`schedule.primary.${at}.route`, route]),
    ...schedule.boosters.flatMap(({ pairs }, at) => pairs.flatMap((pair, index) =>
      pair.map((route): [string, string] => [`schedule.boosters.${at}.pairs.${index}`, route]))),
  ]
  const isRoute = ([path, code]: [string, string]) => routes.includes(code) || (code === '*' && path.startsWith('schedule.primary'))
  return [
    ...named.filter((name) => !isRoute(name)).map(([path]) => problem(path, 'route')),
    ...eligibility.flatMap((rule, at) => rule.groups.flatMap((group, index) =>
      groups.includes(group) ? [] : [problem(`eligibility.${at}.groups.${index}`, 'group')])),
    ...(document.screening ?? []).flatMap(({ kind }, at) =>
      kind === null || document.contraindications.some(({ code }) => code === kind) ? [] : [problem(`screening.${at}.kind`, 'kind')]),
    ...(products.some(({ route }) => route === window.route) ? [] : [problem('window.route', 'rule')]),
  ]
}

function sources(value: unknown, known: Tree, path: string): Problem[] {
  if (Array.isArray(value)) return value.flatMap((member, index) => sources(member, known, `${path}.${index}`))
  if (!isTree(value)) return []
  const cited = Array.isArray(value.source) ? value.source : []
  return [
    ...cited.flatMap((source, index) => (String(source) in known ? [] : [problem(`${path}.source.${index}`, 'source')])),
    ...Object.entries(value).flatMap(([key, inner]) => (key === 'source' || key === 'sources' ? [] : sources(inner, known, `${path}.${key}`))),
  ]
}

/** Every dose after the first of every course has a rule that tells its interval. */
function missingRules({ products, unknown_product: unknown, schedule }: Campaign): Problem[] {
  const courses = [
    ...products.map(({ route, doses }, at) => ({ path: `products.${at}.doses`, route, doses })),
    { path: 'unknown_product.doses', route: '*', doses: unknown.doses },
  ]
  return courses.flatMap(({ path, route, doses }) => {
    const hasRule = (number: number) => schedule.primary.some((rule) => rule.number === number && (rule.route === route || rule.route === '*'))
    let complete = doses >= 1 && doses <= 9
    for (let number = 2; complete && number <= doses; number += 1) complete = hasRule(number)
    return complete ? [] : [problem(path, 'rule')]
  })
}

function targetProblems(document: Campaign): Problem[] {
  const { target: stated, window } = document
  if (stated.sites < 1 || window.start > window.end) return []
  const computed = target(document)
  return (['people', 'per_site_day'] as const).flatMap((name) => (stated[name] === computed[name] ? [] : [problem(`target.${name}`, 'target')]))
}
