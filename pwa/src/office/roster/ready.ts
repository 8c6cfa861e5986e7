/** The page's one button takes the focus as soon as it can be pressed, so that Enter is enough; never out of somebody's typing. */
import { nextTick, watch, type Ref } from 'vue'

/** Focuses `button` the first time that `ready` becomes true while nothing else on the page holds the focus. */
export function focusWhenReady(button: Readonly<Ref<HTMLElement | null>>, ready: () => boolean): void {
  const stop = watch(ready, async (now) => {
    if (!now) return
    await nextTick()
    stop()
    const held = document.activeElement
    if (!held || held === document.body || held.id === 'content' || !held.isConnected) button.value?.focus({ preventScroll: true })
  }, { immediate: true, flush: 'post' })
}
