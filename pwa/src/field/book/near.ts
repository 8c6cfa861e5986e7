/** Which site is whose: the one in the own village first, then those where the people of these grids mostly go. */
import { computed } from 'vue'
import { store, type Shown } from '@/store'
import { heldGrids } from './grids'
import { text } from './values'

/** A site in the village (or the township's own place, for those who live there) of a grid on this phone. */
export function isNear(site: Shown | undefined): boolean {
  const area = text(site, 'area')
  return area.length >= 12 && heldGrids.value.some((grid) => grid.startsWith(area.slice(0, 12)))
}

/** Sites by id, 0 the first choice. */
export const siteOrder = computed(() => {
  const uses = new Map<string, number>()
  for (const row of store.all('appointment')) {
    const site = text(store.get(text(row, 'session')), 'site')
    uses.set(site, (uses.get(site) ?? 0) + 1)
  }
  const sites = [...store.all('site')].sort((a, b) => Number(isNear(b)) - Number(isNear(a)) || (uses.get(b.id) ?? 0) - (uses.get(a.id) ?? 0))
  return new Map(sites.map((site, index) => [site.id, index]))
})
