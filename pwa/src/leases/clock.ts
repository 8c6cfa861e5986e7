/** The server's time as this page has heard it. In memory only: who was started again offline has heard nothing. */
import { vouch, type Heard, type Known, type Moment } from './vouch'

export class ServerClock {
  private heard: Heard | null = null
  /** From any life of the page, as it lies on the disk. */
  known: Known | null = null

  /** The phone's clocks now; taken before the server is asked, so that the way there and back counts as passed. */
  moment(): Moment {
    return { wall: Date.now(), ticks: performance.now() }
  }

  /** The server said its time in answer to what was asked at this moment. Returns what is to be kept of it. */
  hear(server: number, at: Moment): Known {
    this.heard = { server, at }
    this.known = { server, offset: server - at.wall }
    return this.known
  }

  /** The server's time at least (ms), or null when this phone cannot vouch for it. */
  now(): number | null {
    return vouch(this.heard, this.moment(), this.known)
  }
}
