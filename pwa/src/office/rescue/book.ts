/** The book of rescues as the server tells it (server/rescue/book.py), and its lines in words. */
import { t, tt } from '@/ui/words'

export interface Rescue {
  id: number; writer: number; account: number | null; person: string; carrier: number | null; brought_by: string
  at: number; sealed_at: number; edits: number; applied: number; already: number; held: number; failed: number; waiting: number
  state: 'done' | 'waiting' | 'discarded'; reason: '' | 'unknown' | 'gap'; says: { name: string; account: number | null } | null; decided_at: number | null
}
export interface Book { rescues: Rescue[]; id: number | null }

const COUNTS = ['applied', 'already', 'held', 'waiting', 'failed'] as const

/** "新入册 40 条 · 暂存 2 条" */
export function became(rescue: Rescue): string {
  return COUNTS.filter((name) => rescue[name] > 0).map((name) => tt(`office.rescue.${name}`, { n: rescue[name] })).join(' · ')
}

export function broughtBy({ carrier, brought_by: name }: Rescue): string {
  return carrier === null ? t('office.rescue.byOffice', { name }) : t('office.rescue.byPhone', { name, n: carrier })
}
