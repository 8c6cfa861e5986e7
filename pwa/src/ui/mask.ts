/**
 * What is shown of a number before somebody taps it. A list over somebody's shoulder must not give away an identity
 * number; the ends are kept because a canvasser recognises a person by them.
 */

/** `990101195603121234` → `990101********1234`; short numbers keep their last two. */
export function maskIdentity(number: string): string {
  if (number.length < 9) return '*'.repeat(Math.max(0, number.length - 2)) + number.slice(-2)
  return number.slice(0, 6) + '*'.repeat(number.length - 10) + number.slice(-4)
}

/** `10012345678` → `100****5678`. */
export function maskPhone(number: string): string {
  if (number.length < 8) return '*'.repeat(Math.max(0, number.length - 2)) + number.slice(-2)
  return number.slice(0, 3) + '*'.repeat(number.length - 7) + number.slice(-4)
}
