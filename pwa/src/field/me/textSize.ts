/** Large text is a property of the device: it is kept beside the language, not in the synced records. */
import { ref } from 'vue'

const STORED = 'ruhu.text'

export const largeText = ref(globalThis.localStorage?.getItem(STORED) === 'large')

export function applyTextSize(large = largeText.value): void {
  largeText.value = large
  globalThis.localStorage?.setItem(STORED, large ? 'large' : 'normal')
  document.documentElement.dataset['text'] = large ? 'large' : 'normal'
}
