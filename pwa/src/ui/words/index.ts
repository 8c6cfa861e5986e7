/**
 * The words of the interface. Each area (shared, field, sync, error … office, roster) is one file per language, flat or
 * nested as reads best, and each app registers only its own areas: `words/phone.ts` and `words/desk.ts`. So the phone never carries the office's
 * words. Chinese is there from the start; English is a chunk fetched when chosen (and kept offline with the rest).
 *
 *   zh-CN/field.ts:  export default { lane: { title: '第{n}组' } }   →   t('field.lane.title', { n: 3 })
 */
import { ref, shallowRef } from 'vue'
import { remember, remembered } from '../remember'
import type error from './zh-CN/error'
import type field from './zh-CN/field'
import type lists from './zh-CN/lists'
import type office from './zh-CN/office'
import type people from './zh-CN/people'
import type places from './zh-CN/places'
import type plan from './zh-CN/plan'
import type rescue from './zh-CN/rescue'
import type roster from './zh-CN/roster'
import type shared from './zh-CN/shared'
import type site from './zh-CN/site'
import type sync from './zh-CN/sync'
import type twins from './zh-CN/twins'

interface Areas {
  error: typeof error
  field: typeof field
  lists: typeof lists
  office: typeof office
  people: typeof people
  places: typeof places
  plan: typeof plan
  rescue: typeof rescue
  roster: typeof roster
  shared: typeof shared
  site: typeof site
  sync: typeof sync
  twins: typeof twins
}
export type Area = keyof Areas
/** Every key that Chinese has, with its area in front: 'field.lane.title'. */
export type Key = { [A in Area]: `${A}.${Path<Areas[A]>}` }[Area]
type Path<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Path<T[K]>}` }[keyof T & string]
/** What an English file must hold: a text for every Chinese key of its area, and no other. */
export type English<A extends Area> = Texts<Areas[A]>
type Texts<T> = { [K in keyof T]: T[K] extends string ? string : Texts<T[K]> }
export type Params = Record<string, string | number>
export type Language = 'zh-CN' | 'en'
interface Tree { [key: string]: string | Tree }
type Trees = Partial<Record<Area, Tree>>

const STORED = 'ruhu.language'
const chinese = new Map<string, string>()
const english = shallowRef(new Map<string, string>())
/** How to fetch the English of what is registered and not yet there in English. */
let unfetched: (() => Promise<Trees>)[] = []

/** The language now shown; templates that call `t` follow it. */
export const lang = ref<Language>('zh-CN')

/** Called once by each app's word module with its areas in Chinese and the way to fetch the same in English. */
export function register(texts: Trees, fetchTexts: () => Promise<Trees>): void {
  flatten(texts, '', chinese)
  unfetched.push(fetchTexts)
}

/** The same for a part of the app that is loaded later: when it resolves, its words are there in the language shown, or in Chinese. */
export async function registerLater(texts: Trees, fetchTexts: () => Promise<Trees>): Promise<void> {
  register(texts, fetchTexts)
  if (lang.value === 'en') await learnEnglish().catch(() => undefined)
}

async function learnEnglish(): Promise<void> {
  const wanted = [...unfetched]
  const trees = await Promise.all(wanted.map((fetchTexts) => fetchTexts()))
  const learnt = new Map(english.value)
  for (const tree of trees) flatten(tree, '', learnt)
  english.value = learnt
  unfetched = unfetched.filter((one) => !wanted.includes(one))
}

/** Shows the language chosen earlier on this device. Await before mounting. Falls back to Chinese when it cannot load. */
export async function wordsReady(): Promise<void> {
  if (remembered(STORED) === 'en') await setLang('en').catch(() => setLang('zh-CN'))
}

/** Switches the language and remembers it. Rejects when English cannot be fetched; the old language then stays. */
export async function setLang(next: Language): Promise<void> {
  if (next === 'en') await learnEnglish()
  lang.value = next
  remember(STORED, next)
  if (typeof document !== 'undefined') document.documentElement.lang = next
}

/** The text of a key that is known when writing, with {name} places filled in. */
export function t(key: Key, params?: Params): string {
  return tt(key, params)
}

/** The text of a key made from data (`shared.status.${code}`). Unknown keys give `fallback`, else the key's last part. */
export function tt(key: string, params?: Params, fallback?: string): string {
  const text = find(key) ?? fallback ?? key.slice(key.lastIndexOf('.') + 1)
  return params ? text.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place)) : text
}

function find(key: string): string | undefined {
  return (lang.value === 'en' ? english.value.get(key) : undefined) ?? chinese.get(key)
}

function flatten(tree: Tree | Trees, prefix: string, into: Map<string, string>): Map<string, string> {
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') into.set(prefix + name, value)
    else if (value) flatten(value, `${prefix}${name}.`, into)
  }
  return into
}
