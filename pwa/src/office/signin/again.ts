/**
 * A login that ended while somebody was at work. The page stays as it is, with all that was typed; a dialog asks for the
 * password, and what was under way goes on. Another person signing in gets a page of their own.
 */
import { ref } from 'vue'
import { me } from './account'

/** Whether the dialog is asked for. */
export const asking = ref(false)
let waiting: ((same: boolean) => void)[] = []

/** Asks for the password again; true when the same person has signed in. Without anybody signed in before: false. */
export function askAgain(): Promise<boolean> {
  if (!me.value) return Promise.resolve(false)
  asking.value = true
  return new Promise((resolve) => waiting.push(resolve))
}

/** The dialog is done: everybody who waits learns whether the same person is there. */
export function answered(same: boolean): void {
  asking.value = false
  const told = waiting
  waiting = []
  for (const each of told) each(same)
}
