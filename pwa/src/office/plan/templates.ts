/** What a template's form holds, and whether it can be saved. */
import type { Band, Template, TemplateBody } from './shapes'

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

export interface BandForm { days: number[]; from: string; to: string; product: string; capacity: number; reserve: number }
export interface TemplateForm { name: string; site: string; kind: string; for: string; holidays: 'skip' | 'keep'; makeup: boolean; bands: BandForm[] }

export function blankBand(product: string): BandForm {
  return { days: [1, 2, 3, 4, 5], from: '08:30', to: '11:30', product, capacity: 100, reserve: 0 }
}

export function formOf(template: Template | null, site: string, product: string): TemplateForm {
  const body = template?.body
  return {
    name: template?.name ?? '', site: body?.site ?? site, kind: body?.kind ?? 'general', for: body?.for ?? '', holidays: body?.holidays ?? 'skip', makeup: body?.makeup ?? true,
    bands: body ? body.bands.map((band) => ({ days: [...band.days], from: band.from, to: band.to, product: band.product, capacity: band.capacity, reserve: band.pools?.reserve ?? 0 })) : [blankBand(product)],
  }
}

/** What is sent. Quotas of villages that the template has stay in it; the form changes only its reserve. */
export function bodyOf(form: TemplateForm, before: TemplateBody | null): TemplateBody {
  const bands = form.bands.map((band, i): Band => {
    const pools = { ...before?.bands[i]?.pools }
    delete pools.reserve
    if (band.reserve > 0) pools.reserve = band.reserve
    const own = { days: [...band.days].sort((a, b) => a - b), from: band.from, to: band.to, product: band.product, capacity: band.capacity }
    return Object.keys(pools).length ? { ...own, pools } : own
  })
  return { site: form.site, kind: form.kind, for: form.kind === 'special' ? form.for.trim() || null : null, holidays: form.holidays, makeup: form.makeup, bands }
}

/** What is wrong with a band, if anything. */
export function faultOf(band: BandForm): 'noDays' | 'order' | null {
  if (!band.days.length) return 'noDays'
  return band.from && band.to && band.from >= band.to ? 'order' : null
}

/** Places in an ordinary week. */
export function weekly(body: TemplateBody): number {
  return body.bands.reduce((all, band) => all + band.days.length * band.capacity, 0)
}
