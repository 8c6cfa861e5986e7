/**
 * How much one request carries: what the network of the last minutes takes in about eight seconds. So a bad signal loses
 * little when it breaks off, and a good one is not kept waiting for answers.
 */
const AIM = 8
const LEAST = 16_000
const MOST = 512_000
const FIRST = 64_000
/** Below this the way there and back is measured and not what fits through. */
const TELLING = 4_000

export class Pace {
  /** Characters of JSON, before compression. */
  size = FIRST
  private rate = 0

  /** A request of so many characters was answered after so many milliseconds. */
  took(size: number, time: number): void {
    if (size < TELLING) return
    const rate = size / Math.max(time, 1) * 1000
    this.rate = this.rate > 0 ? (this.rate + rate) / 2 : rate
    this.size = Math.round(Math.min(MOST, Math.max(LEAST, this.rate * AIM)))
  }

  /** A request was lost on the way. */
  broke(): void {
    this.rate /= 2
    this.size = Math.max(LEAST, Math.round(this.size / 2))
  }
}
