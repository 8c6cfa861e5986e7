/** The server's time as this page has heard it. In memory only: who was started again offline has heard nothing. */
import { estimate, type Clocks, type Moment } from './vouch'

export class ServerClock {
  private answer: Clocks['answer'] = null
  private latest: number | null = null

  /** The phone's clocks now; taken before the server is asked, so that the way there and back counts as passed. */
  moment(): Moment {
    return { wall: Date.now(), running: Math.floor(performance.now()) }
  }

  /** The server said its time in answer to what was asked at this moment. */
  hear(now: number, asked: Moment): void {
    this.answer = { ...asked, now }
    this.latest = now
  }

  /** The server's time (ms), or null when this phone cannot vouch for it. Looked at often, it notices a clock set back in between. */
  now(): number | null {
    const found = estimate({ answer: this.answer, latest: this.latest, ...this.moment() })
    if (typeof found === 'string') return null
    this.latest = Math.max(this.latest ?? 0, found)
    return found
  }
}
