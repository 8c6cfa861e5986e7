/**
 * Finding a person in a blink: an index of short strings in memory, scanned on every key. 2,000 residents take about
 * a millisecond, so nothing cleverer is needed. It finds by name, pinyin initials, any part of an identity number or
 * a telephone, and by door ("12" or a lane's name with a number).
 */
export interface Entry {
  /** Record id of the resident, or of the household when nobody is registered there. */
  id: string
  household: string
  name: string
  initials: string
  identity: string
  phones: readonly string[]
  /** Lane, building, unit and number run together without spaces. */
  place: string
  /** The numeral on the plate. */
  door: string
}

export type Hit = { entry: Entry; by: 'name' | 'initials' | 'identity' | 'phone' | 'door'; rank: number }

const DIGITS = /^[0-9]+X?$/
const LATIN = /^[A-Z]+$/

/** The query as it is compared: no spaces or hyphens, upper case, full-width figures and letters made plain. */
export function normal(text: string): string {
  return text.normalize('NFKC').replace(/[\s\-–—]+/g, '').toUpperCase()
}

function doorRank(entry: Entry, query: string): number {
  const door = normal(entry.door)
  if (door === query) return 0
  if (door.startsWith(query)) return 20
  return -1
}

function match(entry: Entry, query: string): Hit | null {
  if (DIGITS.test(query)) {
    const door = doorRank(entry, query)
    if (door >= 0) return { entry, by: 'door', rank: door }
    if (query.length >= 3) {
      if (entry.identity.endsWith(query)) return { entry, by: 'identity', rank: 10 }
      if (entry.phones.some((p) => p.endsWith(query))) return { entry, by: 'phone', rank: 11 }
      if (entry.identity.includes(query)) return { entry, by: 'identity', rank: 30 }
      if (entry.phones.some((p) => p.includes(query))) return { entry, by: 'phone', rank: 31 }
    }
    return null
  }
  if (LATIN.test(query)) {
    if (entry.initials === query) return { entry, by: 'initials', rank: 0 }
    if (entry.initials.startsWith(query)) return { entry, by: 'initials', rank: 10 }
    if (entry.initials.includes(query)) return { entry, by: 'initials', rank: 20 }
  }
  const name = normal(entry.name)
  if (name === query) return { entry, by: 'name', rank: 0 }
  if (name.startsWith(query)) return { entry, by: 'name', rank: 5 }
  if (name.includes(query)) return { entry, by: 'name', rank: 15 }
  if (normal(entry.identity).includes(query)) return { entry, by: 'identity', rank: 30 }
  const place = normal(entry.place)
  if (place.startsWith(query)) return { entry, by: 'door', rank: 25 }
  if (place.includes(query)) return { entry, by: 'door', rank: 35 }
  return null
}

/** The best `limit` hits, in the order of rank and then of the entries (walking order); `total` counts all of them. */
export function search(entries: readonly Entry[], text: string, limit = 40): { hits: Hit[]; total: number } {
  const query = normal(text)
  if (!query) return { hits: [], total: 0 }
  const hits: Hit[] = []
  for (const entry of entries) {
    const hit = match(entry, query)
    if (hit) hits.push(hit)
  }
  hits.sort((a, b) => a.rank - b.rank)
  return { hits: hits.slice(0, limit), total: hits.length }
}
