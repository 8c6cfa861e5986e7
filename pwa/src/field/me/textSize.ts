/** Large text is a property of the device: it is kept beside the language, not in the synced records. */
import { ref } from 'vue'
import { remember, remembered } from '@/ui/remember'

const STORED = 'ruhu.text'

export const largeText = ref(remembered(STORED) === 'large')

export function applyTextSize(large = largeText.value): void {
  largeText.value = large
  remember(STORED, large ? 'large' : 'normal')
  document.documentElement.dataset['text'] = large ? 'large' : 'normal'
}
