/**
 * What the figures beside a refusal mean and what to do about it. The server's sentence says what happened in general;
 * here stand the numbers of this case, as the key of a text and what fills its places.
 */
import { Refused } from '../api/call'

export interface Advice { key: string; params: Record<string, string | number>; link?: 'supply' }

const KNOWN = ['capacity_below_given', 'quota_below_given', 'quota_above_capacity', 'beyond_supply', 'no_place', 'session_over']

/** The advice for an error; null for one of which nothing more is known. `named` turns a pool's code into its name. */
export function advice(error: unknown, named: (pool: string) => string = (pool) => pool): Advice | null {
  if (!(error instanceof Refused) || !KNOWN.includes(error.code)) return null
  const params: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(error.details)) {
    if (typeof value === 'number') params[name] = value
    else if (typeof value === 'string') params[name] = name === 'pool' ? named(value) : value
  }
  if (error.code === 'beyond_supply') {
    // Without `most` the supply less what is planned elsewhere cannot be told; then only what there is.
    const key = params.most === undefined ? 'beyond_supply' : 'beyond_supply_most'
    return { key, params, link: 'supply' }
  }
  return { key: error.code, params }
}
