/** What a list is narrowed to. It lives in the address, so a figure of the overview, a bookmark and the export agree. */
import type { LocationQuery } from 'vue-router'
import { listFile } from '../lists/api'

export const FILTERS = ['village', 'grid', 'status', 'group', 'reason', 'willingness', 'residency', 'life', 'doses', 'knocked', 'review', 'session', 'cadre', 'next', 'dosed', 'q'] as const
export type FilterName = (typeof FILTERS)[number]
export type Filters = Partial<Record<FilterName, string>>

/** `columns`: empty for the list as it always was; `view`: the saved view that it came from, which the filters may have left since. */
export interface Asked { filters: Filters; page: number; size: number; sort: string; columns: string[]; view: number | null }

export const SIZES = [50, 100, 500, 2000] as const

/** Reads the filters out of an address; what it does not know it leaves out. */
export function fromAddress(address: LocationQuery): Asked {
  const filters: Filters = {}
  for (const name of FILTERS) {
    const value = address[name]
    if (typeof value === 'string' && value) filters[name] = value
  }
  const size = Number(address.size)
  return {
    filters,
    page: Math.max(1, Number(address.page) || 1),
    size: (SIZES as readonly number[]).includes(size) ? size : SIZES[0],
    sort: typeof address.sort === 'string' ? address.sort : 'walk',
    columns: typeof address.columns === 'string' ? address.columns.split(',').filter(Boolean) : [],
    view: Number(address.view) || null,
  }
}

/** The same as an address query, shortest form. */
export function toAddress(asked: Asked): Record<string, string> {
  const out: Record<string, string> = {}
  for (const name of FILTERS) if (asked.filters[name]) out[name] = asked.filters[name]
  if (asked.page > 1) out.page = String(asked.page)
  if (asked.size !== SIZES[0]) out.size = String(asked.size)
  if (asked.sort !== 'walk') out.sort = asked.sort
  if (asked.columns.length) out.columns = asked.columns.join(',')
  if (asked.view) out.view = String(asked.view)
  return out
}

/** What is asked of the server for exactly these people with these columns. */
export function wanted(asked: Asked): Record<string, string | undefined> {
  return { ...asked.filters, sort: asked.sort, columns: asked.columns.join(',') || undefined }
}

/** Where the spreadsheet of exactly these people is; `roster`: as the roster desk reads it. */
export function exportLink(asked: Asked, what: 'list' | 'roster' = 'list'): string {
  return listFile(what, what === 'list' ? wanted(asked) : { ...asked.filters })
}
