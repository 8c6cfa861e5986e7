/** Every failure that reaches a screen has a code and a sentence in the user's language that says what is safe. */
import { lang, tt } from '../ui/words'
import type { Fault } from './types'

export class Failure extends Error implements Fault {
  readonly code: string
  /** Seconds that the server asked to wait, when it did. */
  readonly retryAfter: number | undefined

  constructor(code: string, said?: Record<string, string>, retryAfter?: number) {
    super(tt(`error.${code}`, undefined, said?.[lang.value] ?? said?.['zh-CN'] ?? code))
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** Whether IndexedDB could not write for want of room. Browsers and Dexie hide the reason at different depths. */
export function isFull(error: unknown): boolean {
  const { name, message = '', inner } = (error ?? {}) as { name?: string, message?: string, inner?: unknown }
  return name === 'QuotaExceededError' || /quota|full disk|disk full/i.test(message) || (inner !== undefined && inner !== error && isFull(inner))
}

/** Turns what IndexedDB throws when the phone is full into words; anything else passes unchanged. */
export function fromStorage(error: unknown): unknown {
  return isFull(error) ? new Failure('storage_full') : error
}
