/**
 * What is shown of a number before somebody taps it. A list over somebody's shoulder must not give away an identity
 * number; the ends are kept because a canvasser recognises a person by them.
 */

/** `990101195603121234` → `990101********1234`; a passport's `E12345678` → `E1*****78`; short ones keep their last two. */
export function maskIdentity(number: string): string {
  return number.length < 15 ? ends(number, 2, 2) : ends(number, 6, 4)
}

/** `10012345678` → `100****5678`; `5551234` → `5****34`. */
export function maskPhone(number: string): string {
  return number.length < 11 ? ends(number, 1, 2) : ends(number, 3, 4)
}

/** The first and the last characters with stars between them; of what is too short for that, only the last two. */
function ends(text: string, first: number, last: number): string {
  const hidden = text.length - first - last
  if (hidden >= 2) return text.slice(0, first) + '*'.repeat(hidden) + text.slice(-last)
  return '*'.repeat(Math.max(0, text.length - 2)) + text.slice(-2)
}
