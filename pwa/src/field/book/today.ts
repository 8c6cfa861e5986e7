/** The civil day that the screens were computed for; a phone left on overnight must not go on showing yesterday. */
import { ref } from 'vue'
import { store } from '@/store'

export const day = ref('')

function look(): void {
  const now = store.today()
  if (now !== day.value) day.value = now
}

/** Call once, after the store is open. */
export function followDay(): void {
  look()
  setInterval(look, 60_000)
  document.addEventListener('visibilitychange', look)
}
