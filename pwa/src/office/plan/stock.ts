/** Batches that must be used soon, and what an entry of the book says on the wire. */
import { dayNumber } from '@/ui/dates'
import type { Batch } from './shapes'

/** From how many days before its end a batch is pointed at. */
const SOON = 30

/** A batch with doses left that has expired or will within a month, with the days that remain; else null. */
export function goesBad(batch: Pick<Batch, 'expires' | 'in_stock' | 'expired'>, today: string): { days: number } | null {
  if (!batch.expires || batch.in_stock <= 0) return null
  const days = dayNumber(batch.expires) - dayNumber(today)
  return batch.expired || days <= SOON ? { days: Math.max(0, days) } : null
}

export interface EntryForm { site: string; product: string; batch: string; doses: number | ''; kind: string; to: string; on: string; expires: string; note: string }

/** What is sent: only a transfer goes anywhere, what is empty is none. */
export function bodyOf(form: EntryForm): Record<string, unknown> {
  return {
    site: form.site, product: form.product, batch: form.batch.trim(), doses: Number(form.doses), kind: form.kind, to: form.kind === 'transferred' ? form.to || null : null,
    on: form.on, expires: form.expires || null, note: form.note.trim() || null,
  }
}
