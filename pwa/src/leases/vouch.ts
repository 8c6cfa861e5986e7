/**
 * Can this phone vouch for the time (docs/protocol.md, T)? A place is given by the server's clock, and offline there is
 * none: only what the server last said, and two clocks of the phone that have run since. Anybody can set the wall clock;
 * the ticking one runs evenly but may stand still while the phone sleeps. The twin of sync/leases/vouch.py. Pure.
 */

/** A wall clock that fell further behind the ticking one than this (ms) was set back. */
export const SET_BACK = 2 * 60_000

/** What both clocks showed at once (ms): the one that people set, and the one that only ticks. */
export interface Moment { wall: number, ticks: number }
/** The server's time (ms), and the phone's clocks when it was asked for. */
export interface Heard { server: number, at: Moment }
/** The last server time known from any life of the page, and how far it was ahead of the wall clock then (ms). */
export interface Known { server: number, offset: number }

/**
 * The server's time now at least, or null when the phone cannot vouch for it: nothing was heard in this page's life, or
 * the wall clock was set back.
 */
export function vouch(heard: Heard | null, at: Moment, known: Known | null): number | null {
  if (!heard) return null
  const wall = at.wall - heard.at.wall
  const ticks = at.ticks - heard.at.ticks
  if (ticks - wall > SET_BACK) return null
  if (known && at.wall + known.offset < known.server - SET_BACK) return null
  return heard.server + Math.max(wall, ticks)
}
