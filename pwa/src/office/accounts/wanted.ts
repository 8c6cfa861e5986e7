/** Whose sheets are to be made, handed from one page to the next: too many for an address. Empty: everybody without a phone. */
import { ref } from 'vue'

export const wanted = ref(new Set<number>())
