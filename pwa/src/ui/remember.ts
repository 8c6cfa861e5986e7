/**
 * Small things that this browser remembers: language, text size, the grid last shown. A browser that refuses to store
 * anything forgets them, and the app starts all the same.
 */
export function remembered(key: string): string | null {
  try {
    return globalThis.localStorage?.getItem(key) ?? null
  } catch {
    return null
  }
}

export function remember(key: string, value: string): void {
  try {
    globalThis.localStorage?.setItem(key, value)
  } catch {
    // Refused or full: what was chosen holds until the page is closed.
  }
}
