/**
 * A note beside the database that this browser had one. Browsers delete databases when space runs short or somebody
 * clears "site data"; without the note the phone would greet its owner like a stranger and say nothing of lost work.
 */
import { remember, remembered } from '../ui/remember'

export interface Marker {
  writer: number
  /** When the last whole sync ended (ms), or null. */
  lastOk: number | null
  /** How many edits were not sent then. */
  unsent: number
}

const key = (name: string): string => `${name}.phone`

/** Notes how things stand; called after every change, and writes only what is new. */
export function noteDown(name: string, { writer, lastOk, unsent }: Marker): void {
  const text = JSON.stringify({ writer, lastOk, unsent })
  if (remembered(key(name)) !== text) remember(key(name), text)
}

/** What was noted, or null in a browser that never was anybody's. */
export function noted(name: string): Marker | null {
  try {
    return JSON.parse(remembered(key(name)) ?? 'null') as Marker | null
  } catch {
    return null
  }
}
