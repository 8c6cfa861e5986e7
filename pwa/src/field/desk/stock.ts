/**
 * What is left at a site: received and brought in, less returned, scrapped, taken elsewhere, less what the site's desks
 * have injected. The phone holds the whole township's book of supply and its own site's injections.
 */
import type { Row } from '@/store'
import { text, whole } from '../book/values'
import { stageOf } from './person'

export interface Batch { product: string, batch: string, received: number, used: number, left: number, expires: string }

function given(row: Row): boolean {
  const stage = stageOf(row)
  return text(row, 'state') !== 'mistake' && (stage === 'vaccinated' || stage === 'left')
}

/** Those of them who were injected. */
export function givenRows<R extends Row>(attendances: readonly R[]): R[] {
  return attendances.filter(given)
}

/** Every batch that was ever at the site or was written on an injection there; the first to expire first. */
export function stock(site: string, supplies: readonly Row[], attendances: readonly Row[]): Batch[] {
  const found = new Map<string, Batch>()
  const of = (row: Row): Batch => {
    const [product, batch] = [text(row, 'product'), text(row, 'batch')]
    const key = `${product} ${batch}`
    const one = found.get(key) ?? { product, batch, received: 0, used: 0, left: 0, expires: '' }
    found.set(key, one)
    return one
  }
  for (const row of supplies) {
    const doses = whole(row, 'doses') ?? 0
    const here = text(row, 'site') === site
    const moved = text(row, 'kind') === 'transferred'
    if (!here && !(moved && text(row, 'to') === site)) continue
    const one = of(row)
    one.received += here && text(row, 'kind') !== 'received' ? -doses : doses
    one.expires ||= text(row, 'expires')
  }
  for (const row of attendances) if (given(row) && text(row, 'product')) of(row).used++
  for (const one of found.values()) one.left = one.received - one.used
  return [...found.values()].sort((a, b) => (a.expires || '9').localeCompare(b.expires || '9') || a.batch.localeCompare(b.batch))
}

/** How many doses may still be given today, of all products. */
export function lasting(batches: readonly Batch[], today: string): number {
  return batches.filter((one) => !expired(one, today)).reduce((sum, one) => sum + one.left, 0)
}

export function expired(one: Batch, today: string): boolean {
  return one.expires !== '' && one.expires < today
}

/** Which may be injected today: of this product, not expired, and not used up as far as the book says. */
export function usable(batches: readonly Batch[], product: string, today: string): Batch[] {
  return batches.filter((one) => one.product === product && one.batch !== '' && !expired(one, today) && one.left > 0)
}

/** The batch of the last injection of the product here, while there is some left; else the one that expires first. */
export function proposed(batches: readonly Batch[], product: string, attendances: readonly Row[], today: string): string {
  const can = usable(batches, product, today)
  const last = attendances
    .filter((row) => given(row) && text(row, 'product') === product)
    .reduce<Row | null>((a, b) => ((whole(b, 'vaccinated_at') ?? 0) > (a ? whole(a, 'vaccinated_at') ?? 0 : -1) ? b : a), null)
  const batch = text(last ?? undefined, 'batch')
  return can.some((one) => one.batch === batch) ? batch : can[0]?.batch ?? ''
}
