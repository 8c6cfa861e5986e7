/** How long something long still takes, from how fast it has gone: said only once that is worth saying. */

/** Seconds that are left, or null before there is enough to judge by. Times in ms. */
export function secondsLeft(begun: { at: number; done: number }, now: number, done: number, total: number): number | null {
  const took = now - begun.at
  const went = done - begun.done
  if (took < 4000 || went <= 0 || done >= total) return null
  return Math.ceil(((total - done) * took) / went / 1000)
}

/** The unit in which to say it: under a minute by ten seconds, then by minutes. */
export function asSaid(seconds: number): { unit: 'seconds' | 'minutes'; n: number } {
  return seconds < 60 ? { unit: 'seconds', n: Math.ceil(seconds / 10) * 10 } : { unit: 'minutes', n: Math.ceil(seconds / 60) }
}
