/** What the sync strip says: parts, in order, each true at this moment; and how loud. */
import type { SyncState } from '@/sync'

const DAY = 86_400_000

export interface Situation {
  /** Edits without an answer. */
  unsent: number
  /** Refused edits on which nobody has decided. */
  refused: number
  phase: SyncState['phase']
  lastOk: number | null
  /** Code of what went wrong with the last try. */
  error?: string | undefined
  /** The office has stopped this phone, or the server does not know it. */
  stopped: 'revoked' | 'unknown' | null
  now: number
}

export type Part = 'revoked' | 'unknown' | 'refused' | 'unsent' | 'none' | 'busy' | 'never' | 'at' | 'offline' | 'notDone' | 'full'
export type Tone = 'quiet' | 'plain' | 'warn'

const NO_NETWORK = ['offline', 'timeout']

export function stripOf(what: Situation): { parts: Part[]; tone: Tone } {
  const { unsent, refused, phase, lastOk, error, stopped } = what
  const stale = lastOk === null || Math.abs(what.now - lastOk) > DAY
  const tone = stopped || refused || error === 'no_room' ? 'warn' : unsent || stale ? 'plain' : 'quiet'
  const parts: Part[] = []
  if (stopped) parts.push(stopped)
  if (refused) parts.push('refused')
  if (unsent) parts.push('unsent')
  else if (lastOk !== null && stopped !== 'revoked') parts.push('none')
  if (phase !== 'idle') return { parts: [...parts, 'busy'], tone }
  if (stopped !== 'revoked') parts.push(lastOk === null ? 'never' : 'at')
  if (error && !stopped) parts.push(error === 'no_room' ? 'full' : NO_NETWORK.includes(error) ? 'offline' : 'notDone')
  return { parts, tone }
}
