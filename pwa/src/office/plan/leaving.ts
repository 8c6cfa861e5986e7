/** What was typed and not saved must not go with one click beside it: leaving the page, or turning to another week, asks first. */
import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'

/** Null while nobody is asked; else what takes the answer. */
export type Asked = ShallowRef<((leave: boolean) => void) | null>

/** Call in the setup of a page or a part of one. `giveUp` forgets what was typed: it is called once somebody wants to leave it. */
export function useLeaving(unsaved: () => boolean, giveUp: () => void): Asked {
  const asked: Asked = shallowRef(null)
  function guard(): true | Promise<boolean> {
    if (!unsaved()) return true
    return new Promise((done) => {
      asked.value = (leave) => {
        asked.value = null
        if (leave) giveUp()
        done(leave)
      }
    })
  }
  function closing(event: BeforeUnloadEvent): void {
    if (unsaved()) event.preventDefault()
  }
  onBeforeRouteLeave(guard)
  onBeforeRouteUpdate(guard)
  onMounted(() => addEventListener('beforeunload', closing))
  onBeforeUnmount(() => removeEventListener('beforeunload', closing))
  return asked
}
