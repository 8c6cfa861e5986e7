/** What filters and forms offer: the areas, and the campaign's groups, reasons, products and contraindications. Loaded once, renewed on demand. */
import { computed, ref } from 'vue'
import { lang } from '@/ui/words'
import { read } from '../api/call'

export interface Named { code: string; zh: string; en: string }
export interface AreaChoice { code: string; name: string; level: string; parent: string | null }
interface Campaign { groups?: Named[]; reasons?: Named[]; products?: Named[]; contraindications?: Named[] }

interface Held { id: string; on: string; from: string; site: string }

const areas = ref<AreaChoice[]>([])
const held = ref(new Map<string, Held>())
const campaign = ref<Campaign | null>(null)
const siteNames = ref(new Map<string, string>())

/** Loads (again) what the server offers. */
export async function loadChoices(): Promise<void> {
  const answer = await read<{ areas: AreaChoice[]; campaign: Campaign | null; sessions: Held[] }>('/choices')
  areas.value = answer.areas
  held.value = new Map(answer.sessions.map((each) => [each.id, each]))
  campaign.value = answer.campaign
}

/** Learns what sites are called by the codes that their staff is granted; without it the code itself is shown. */
export async function loadSiteNames(): Promise<void> {
  const answer = await read<{ sites: { values: Record<string, unknown> }[] }>('/sites').catch(() => null)
  if (answer) siteNames.value = new Map(answer.sites.map((site) => [String(site.values.code ?? ''), String(site.values.name ?? '')]))
}

export const allAreas = computed(() => areas.value)
export const villages = computed(() => areas.value.filter((area) => area.level === 'village'))
export const grids = computed(() => areas.value.filter((area) => area.level === 'grid'))

export function gridsOf(village: string | undefined): AreaChoice[] {
  return village ? grids.value.filter((area) => area.parent === village) : []
}

export function areaName(code: string | null | undefined): string {
  return (code && (areas.value.find((area) => area.code === code)?.name || siteNames.value.get(code))) || code || ''
}

/** "Village · grid" of a grid's code; the grid alone where its name begins with the village's. */
export function placeName(code: string): string {
  const village = code.split('-')[0] ?? code
  const own = areaName(code)
  const above = areaName(village)
  return village === code || siteNames.value.has(code) || own.startsWith(above) ? own : `${above} · ${own}`
}

/** "2026-11-21 08:30 site" of a session's id. */
export function sessionName(id: string): string {
  const found = held.value.get(id)
  return found ? [found.on, found.from, found.site].filter(Boolean).join(' ') : id
}

type List = 'groups' | 'reasons' | 'products' | 'contraindications'

/** Code and name, in the language shown, of one of the campaign's lists. */
export function offered(list: List): { code: string; name: string }[] {
  return (campaign.value?.[list] ?? []).map((each) => ({ code: each.code, name: inLanguage(each) }))
}

export function nameOf(list: List, code: string): string | undefined {
  const found = campaign.value?.[list]?.find((each) => each.code === code)
  return found && inLanguage(found)
}

function inLanguage(each: Named): string {
  return (lang.value === 'en' ? each.en : each.zh) || each.zh || each.code
}
