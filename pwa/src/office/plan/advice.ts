/** What a refusal of the plan is about beyond its sentence: which pool, by its name, and the page on which it can be mended. */
import { Refused } from '../api/call'

export interface Advice { pool?: string; account?: number; link?: 'supply' }

/** What is known about an error beside what the server says; null when nothing is. `named` turns a pool's code into its name. */
export function advice(error: unknown, named: (pool: string) => string = (pool) => pool): Advice | null {
  if (!(error instanceof Refused)) return null
  if (error.code === 'beyond_supply') return { link: 'supply' }
  const { pool, account } = error.details
  if (typeof pool !== 'string') return null
  return typeof account === 'number' ? { pool: named(pool), account } : { pool: named(pool) }
}
