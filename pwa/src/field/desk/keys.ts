/** A desk is worked by scanner and keyboard: every screen hears the scanner, and Enter is the screen's main action. */
import { onBeforeUnmount, onMounted } from 'vue'
import { useRouter } from 'vue-router'
import { look } from './asking'
import { work } from './desk'
import { listen } from './scanner'

/** Call in the setup of a desk's screen. `main`: what Enter does while no field, button or link has the focus. */
export function useDesk(main?: () => void): void {
  const router = useRouter()
  work()
  let deaf: (() => void) | undefined
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return
    const at = document.activeElement
    const idle = at === null || at === document.body || at.tagName === 'H1'
    if (event.key === 'Enter' && idle) main?.()
    if (event.key === 'Escape' && router.currentRoute.value.path !== '/desk') void router.push('/desk')
  }
  onMounted(() => {
    deaf = listen((text) => void look(text, router))
    addEventListener('keydown', pressed)
  })
  onBeforeUnmount(() => {
    deaf?.()
    removeEventListener('keydown', pressed)
  })
}
