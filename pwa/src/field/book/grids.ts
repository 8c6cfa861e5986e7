/** The grids that this phone holds, their names, and who walks them. */
import { computed, ref } from 'vue'
import { store } from '@/store'
import { remember, remembered } from '@/ui/remember'
import { t } from '@/ui/words'
import { list, text } from './values'

const CHOSEN = 'ruhu.grid'

export function areaName(code: string): string {
  const row = store.get(`area:${code.toLowerCase()}`) ?? store.all('area').find((a) => text(a, 'code') === code)
  return text(row, 'name') || (code.includes('-') ? t('field.grid.numbered', { n: Number(code.split('-')[1]) }) : code)
}

/** Village and grid, for lists that hold several villages. */
export function gridName(code: string): string {
  if (!code.includes('-')) return areaName(code)
  const village = areaName(code.split('-')[0]!)
  const grid = areaName(code)
  return grid.startsWith(village) ? grid : `${village} ${grid}`
}

/** Codes of the grids on this phone, in order. */
export const heldGrids = computed<string[]>(() => {
  const codes = new Set(store.steps.value.map((step) => step.scope).filter((scope) => scope.includes('-')))
  for (const household of store.all('household')) codes.add(text(household, 'grid'))
  return [...codes].filter(Boolean).sort()
})

const last = ref(remembered(CHOSEN) ?? '')

/** The grid whose lane is shown; '' shows all of them one after the other. */
export const chosenGrid = computed<string>({
  get: () => {
    const grids = heldGrids.value
    if (grids.includes(last.value)) return last.value
    return last.value === 'all' && grids.length > 1 ? '' : (grids[0] ?? '')
  },
  set: (code) => {
    last.value = code || 'all'
    remember(CHOSEN, last.value)
  },
})

export interface Walker {
  id: string
  name: string
  phone: string
  grids: string[]
}

/** The canvassers whose grids this phone holds, for the cadre who answers for a village. */
export const walkers = computed<Walker[]>(() => {
  const held = new Set(heldGrids.value)
  return store
    .all('person')
    .filter((person) => text(person, 'role') === 'canvasser')
    .map((person) => ({
      id: person.id,
      name: text(person, 'name'),
      phone: text(person, 'phone'),
      grids: list(person, 'grids').filter((grid) => held.has(grid)),
    }))
    .filter((walker) => walker.grids.length > 0)
    .sort((a, b) => a.grids[0]!.localeCompare(b.grids[0]!))
})
