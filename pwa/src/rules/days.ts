/**
 * Civil days as text, the twin of server/rules/days.py: days compare as text, and nothing here asks which day it is.
 * 31 August + 6 months = 28 February (Civil Code, article 202); born on 29 February, one is a year older on 1 March.
 */
import type { Dated, Day } from './types.ts'

const DAY_MS = 86_400_000
const time = (day: Day): number => Date.parse(`${day}T00:00:00Z`)
const text = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)
const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

/** `day` if it is a real day from 1000 to 2999, else null. */
export function known(day: unknown): Day | null {
  if (typeof day !== 'string' || !/^[12]\d{3}-\d\d-\d\d$/.test(day)) return null
  const ms = time(day)
  return Number.isNaN(ms) || text(ms) !== day ? null : day
}

export const plusDays = (day: Day, days: number): Day => text(time(day) + days * DAY_MS)

export function plusMonths(day: Day, months: number): Day {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const year = Math.floor(index / 12)
  const month = index - year * 12 + 1
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return `${pad(year, 4)}-${pad(month)}-${pad(Math.min(Number(day.slice(8)), last))}`
}

/** The day on which somebody born on `birth` is `age` full years old. */
export function birthday(birth: Day, age: number): Day {
  const year = pad(Number(birth.slice(0, 4)) + age, 4)
  return known(year + birth.slice(4)) ?? `${year}-03-01`
}

/** Full years of age on `day`; negative before birth. */
export const ageOn = (birth: Day, day: Day): number =>
  Number(day.slice(0, 4)) - Number(birth.slice(0, 4)) - (day.slice(5) < birth.slice(5) ? 1 : 0)

export const between = (start: Day, end: Day): number => (time(end) - time(start)) / DAY_MS

/** Whether the dates of validity (both included, null = open) cover `day`. */
export const inForce = (rule: Dated, day: Day): boolean =>
  (rule.from === null || rule.from <= day) && (rule.until === null || day <= rule.until)
