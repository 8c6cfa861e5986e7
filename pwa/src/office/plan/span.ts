/** Which days, site and vaccine a page of the plan shows. It lives in the address, so a bookmark and the export agree. */
import { computed, onMounted, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Site } from '../api/shapes'
import { sites as readSites, type Span } from './api'
import { daysOf, mondayAsked, mondayOf, townToday, weekLater } from './week'

export interface Shown {
  today: string
  monday: ComputedRef<string>
  sunday: ComputedRef<string>
  span: ComputedRef<Span>
  sites: Ref<Site[]>
  narrow: (change: Record<string, string>) => void
  go: (weeks: number) => void
}

/** Reads the address and follows it: `load` is called at first and whenever what is asked for changes. */
export function useSpan(name: string, load: () => Promise<void>): Shown {
  const route = useRoute()
  const router = useRouter()
  const today = townToday(Date.now())
  const sites = ref<Site[]>([])
  const monday = computed(() => mondayAsked(route.query.week, today))
  const sunday = computed(() => daysOf(monday.value)[6] ?? monday.value)
  const span = computed<Span>(() => ({
    from: monday.value, days: 7, site: typeof route.query.site === 'string' ? route.query.site : undefined,
    product: typeof route.query.product === 'string' ? route.query.product : undefined,
  }))
  function narrow(change: Record<string, string>): void {
    const query = Object.entries({ ...route.query, ...change }).filter(([, value]) => value)
    void router.push({ name, query: Object.fromEntries(query) })
  }
  function go(weeks: number): void {
    const next = weeks === 0 ? mondayOf(today) : weekLater(monday.value, weeks)
    narrow({ week: next === mondayOf(today) ? '' : next })
  }
  onMounted(() => {
    void load()
    void readSites().then((answer) => { sites.value = answer.sites }, () => undefined)
  })
  watch(() => route.query, () => { if (route.name === name) void load() })
  return { today, monday, sunday, span, sites, narrow, go }
}
