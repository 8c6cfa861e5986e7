/**
 * Whether this phone may say by its own clocks that a lease still runs: the twin of sync/leases/vouch.py, held together
 * by tests/vectors/leases. The wall clock can be wrong by a year or set back, also while the phone was off; the running
 * clock stands still in deep sleep and ends with the page. So the server's last word is trusted, and whichever clock ran
 * further since is added. Pure.
 */

/** Clocks may differ by this much (ms) without anybody having set one. */
const SLACK = 120_000

/** Nothing heard in this page's life · the wall clock ran less than the running one · it is earlier than it already was. */
export type Doubt = 'restarted' | 'set_back' | 'behind'

/** What both clocks showed at once (ms). */
export interface Moment { wall: number, running: number }

export interface Clocks extends Moment {
  /** The server's last answer in this page's life: its time, and the clocks then. */
  answer: Moment & { now: number } | null
  /** The latest server time that was known or estimated; every answer sets it anew. */
  latest: number | null
}

/** The server's time now (ms), or why this phone cannot know it. */
export function estimate({ answer, wall, running, latest }: Clocks): number | Doubt {
  if (!answer || running < answer.running) return 'restarted'
  const byWall = wall - answer.wall
  const byRunning = running - answer.running
  if (byWall < byRunning - SLACK) return 'set_back'
  if (latest !== null && answer.now + byWall < latest - SLACK) return 'behind'
  return answer.now + Math.max(byWall, byRunning)
}
