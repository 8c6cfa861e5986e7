/** When the sync page offers to let somebody else take what this phone cannot send. */
const HOUR = 3_600_000
const NO_NETWORK = new Set(['offline', 'timeout'])

export interface Unsendable {
  /** When the oldest edit without an answer was saved (ms), or null when there is none. */
  oldest: number | null
  /** Code of what went wrong with the last try. */
  error?: string | undefined
  stopped: boolean
  now: number
}

/** A day in the yards without signal is nothing unusual; a day and a night is, and so is a server that says no. */
export function isStuck({ oldest, error, stopped, now }: Unsendable): boolean {
  if (oldest === null) return false
  if (stopped || now - oldest > 24 * HOUR) return true
  return error !== undefined && (!NO_NETWORK.has(error) || now - oldest > 4 * HOUR)
}
