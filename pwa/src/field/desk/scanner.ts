/**
 * A USB scanner or a card reader is a keyboard that types faster than a person and ends with Enter. Its text is caught
 * wherever the focus is, and its Enter presses no button.
 */

/** Between two keys of a scanner (ms); nobody types a whole code so fast. */
const QUICK = 60
/** A person may hit three keys at once. */
const FEWEST = 6

export class Scanner {
  private text = ''
  private last = -Infinity

  /** One key at a moment (ms, of any clock that only goes forward). The whole text, at the Enter that ends it; else null. */
  key(key: string, at: number): string | null {
    if (at - this.last > QUICK) this.text = ''
    this.last = at
    if (key === 'Enter') {
      const text = this.text
      this.text = ''
      return [...text].length >= FEWEST ? text : null
    }
    if ([...key].length === 1) this.text += key
    return null
  }
}

/** Calls `take` with what scanners type while the page is shown. Returns what ends it. */
export function listen(take: (text: string) => void): () => void {
  const scanner = new Scanner()
  const heard = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const text = scanner.key(event.key, event.timeStamp)
    if (text === null) return
    event.preventDefault()
    event.stopPropagation()
    const field = event.target
    /* What was in the field before the scanner typed into it stays as it was. */
    if ((field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value.endsWith(text)) {
      field.value = field.value.slice(0, -text.length)
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
    take(text)
  }
  addEventListener('keydown', heard, true)
  return () => removeEventListener('keydown', heard, true)
}
