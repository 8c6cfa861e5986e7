/** What follows from a campaign document alone: the twin of server/rules/campaign.py. */
import { interval } from './course.ts'
import { between, known, plusDays } from './days.ts'
import type { Campaign, Day, Overrides } from './types.ts'

/** The last day on which a course can begin and still end in the window: end − intervals − margin. */
export function lastFirstDoseDay(campaign: Campaign, basis: 'min' | 'due' = 'min', route: string | null = null): Day {
  const { end, margin_days: margin, route: usual } = campaign.window
  const wanted = route ?? usual
  let days = margin[basis]
  const doses = campaign.products.find((product) => product.route === wanted)?.doses ?? 1
  for (let number = 2; number <= doses; number += 1) {
    const rule = interval(campaign, wanted, number, null, end)
    days += rule ? rule[basis === 'min' ? 'min_days' : 'due_days'] : 0
  }
  return plusDays(end, -days)
}

/** The least days between two primary doses by product code, and "*" for a product not known. */
export function minimumIntervals({ products, schedule }: Campaign): Record<string, number> {
  const courses = [...products, { code: '*', route: '*', overrides: {} as Overrides }]
  return Object.fromEntries(courses.flatMap(({ code, route, overrides }) => {
    const days = schedule.primary.filter((rule) => rule.route === route).map((rule) => overrides.min_days ?? rule.min_days)
    return days.length ? [[code, Math.min(...days)]] : []
  }))
}

/** The arithmetic of the target, rounded up. */
export function target(campaign: Campaign) {
  const { target: wanted, window } = campaign
  const people = Math.ceil((wanted.population * wanted.share_percent) / 100)
  const doses = people * wanted.doses
  const days = between(window.start, window.end) + 1 - window.margin_days.min
  return { people, doses, days, per_day: Math.ceil(doses / days), per_site_day: Math.ceil(doses / (days * wanted.sites)) }
}

/** The code of the reports' age band; null below the first band or if the age is not known. */
export function ageBand(campaign: Campaign, age: number | null): string | null {
  if (age === null) return null
  return campaign.age_bands.find((band) => age >= band.min_age && (band.max_age === null || age <= band.max_age))?.code ?? null
}

/** The same campaign `days` later: every date moves but those of the sources. */
export function shift(document: Campaign, days: number): Campaign {
  const shifted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shifted)
    if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shifted(inner)]))
    const day = known(value)
    return day ? plusDays(day, days) : value
  }
  return { ...(shifted(document) as Campaign), sources: document.sources }
}
