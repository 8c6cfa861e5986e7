/** Bytes as people read them: "340 kB", "1.2 MB". */
export function size(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** The code in an enrolment link, or the code itself; '' when there is none in the text. */
export function codeIn(text: string): string {
  const link = /enrol\/([\w.~-]{6,})/.exec(text)
  if (link) return link[1]!
  const bare = text.trim()
  return /^[\w.~-]{6,}$/.test(bare) ? bare : ''
}
