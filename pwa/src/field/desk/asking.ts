/** What was last scanned or typed, and what came of it: shown on the desk's first screen, wherever it was scanned. */
import { shallowRef } from 'vue'
import type { Router } from 'vue-router'
import { store } from '@/store'
import { day } from '../book/today'
import { known, site } from './desk'
import { find, type Found } from './find'
import { asked } from './slip'

export const answer = shallowRef<Found | null>(null)
/** What was asked, as it was typed. */
export const question = shallowRef('')

/** One person: to their screen. Several, or nobody: to the first screen, which says what to do. */
export async function look(text: string, router: Router): Promise<void> {
  const found = find(asked(text), known.value, { today: day.value, site: site.value?.id ?? '', get: store.get })
  navigator.vibrate?.(found.kind === 'one' ? 40 : [60, 60, 60])
  if (found.kind === 'one') {
    clear()
    const { person, how, differs } = found
    await router.push({ path: `/desk/at/${person.id}`, query: { how, ...(differs === undefined ? {} : { list: differs ?? 0 }) } })
    return
  }
  question.value = text
  answer.value = found.kind === 'nothing' ? null : found
  if (router.currentRoute.value.path !== '/desk') await router.push('/desk')
}

export function clear(): void {
  question.value = ''
  answer.value = null
}
