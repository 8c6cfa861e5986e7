/**
 * The bar that says 已保存 after a save, with undo and perhaps a next step. One at a time, shown above the page's own
 * actions; it stays ten seconds, because a thumb at a door is slow.
 */
import { shallowRef } from 'vue'

export interface Said {
  text: string
  /** Tone of the bar: plain when something was saved, warn when it was not. */
  tone?: 'plain' | 'warn'
  undo?: () => void | Promise<void>
  next?: { label: string; go: () => void }
}

export const said = shallowRef<Said | null>(null)
const FRESH = 800
let since = 0
let timer: ReturnType<typeof setTimeout> | undefined

export function say(what: Said): void {
  clearTimeout(timer)
  said.value = what
  since = Date.now()
  timer = setTimeout(() => (said.value = null), 10_000)
}

export function hush(): void {
  clearTimeout(timer)
  said.value = null
}

/** Called on every change of screen. */
export function hushWhenOld(): void {
  if (said.value && Date.now() - since > FRESH) hush()
}
