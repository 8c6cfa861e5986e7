/** What the campaign document names (products, reasons, contraindications, groups), in the language shown. */
import { store } from '@/store'
import { lang, t } from '@/ui/words'

export interface Named {
  value: string
  label: string
}
type Item = Record<string, unknown>

function items(key: string): Item[] {
  const value = (store.campaign.value as Item | null)?.[key]
  return Array.isArray(value) ? (value as Item[]) : []
}

function label(item: Item): string {
  const name = lang.value === 'en' ? (item['en'] ?? item['zh']) : (item['zh'] ?? item['en'])
  return typeof name === 'string' ? name : String(item['code'] ?? '')
}

function named(key: string): Named[] {
  return items(key).map((item) => ({ value: String(item['code'] ?? ''), label: label(item) }))
}

function labelOf(key: string, code: string): string {
  const item = items(key).find((i) => i['code'] === code)
  return item ? label(item) : code
}

export const reasons = (): Named[] => named('reasons')
export const groups = (): Named[] => named('groups')
export const contraindicationKinds = (): Named[] => named('contraindications')
/** All products, and at the end the one that nobody could name. */
export const products = (): Named[] => [...named('products'), { value: 'unknown', label: t('shared.productUnknown') }]

export const reasonName = (code: string): string => labelOf('reasons', code)
export const groupName = (code: string): string => labelOf('groups', code)
export const contraindicationName = (code: string): string => labelOf('contraindications', code)
export const productName = (code: string): string =>
  code === 'unknown' || !code ? t('shared.productUnknown') : labelOf('products', code)

/** The campaign's name and the id and version that a dose is stamped with. */
export function campaignName(): string {
  const name = (store.campaign.value as Item | null)?.['name'] as Item | undefined
  return name ? label(name) : ''
}
export function campaignStamp(): { campaign?: string; campaign_version?: number } {
  const document = store.campaign.value as Item | null
  return document ? { campaign: String(document['id'] ?? ''), campaign_version: Number(document['version'] ?? 1) } : {}
}

/** After how many days one asks again about this contraindication; null when only a hospital or nobody knows. */
export function askAgainDays(code: string): number | null {
  const item = items('contraindications').find((i) => i['code'] === code)
  return typeof item?.['ask_again_days'] === 'number' ? item['ask_again_days'] : null
}
