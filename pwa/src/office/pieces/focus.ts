/** `v-focus`: takes the focus as soon as it is on the page. For the safe answer of a question that appears in the page itself. */
export const vFocus = { mounted: (element: HTMLElement): void => element.focus() }
