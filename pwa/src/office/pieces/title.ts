/** What a page is about (a resident's name, a door, a grid), for the window's title: ten open tabs are told apart. */
import { onUnmounted, ref, watchEffect } from 'vue'

export const subject = ref('')

/** Names the page after what it shows, as long as it is shown. */
export function useTitle(named: () => string): void {
  const stop = watchEffect(() => { subject.value = named() })
  onUnmounted(() => {
    stop()
    subject.value = ''
  })
}
