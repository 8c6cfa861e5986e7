/**
 * Pinyin initials of a name that was added on this phone and that the server has not seen yet; the server's own
 * `initials` come later by pull. The browser knows the pinyin order of characters, so 23 boundary characters (the
 * first of each letter) are enough, and no dictionary has to be loaded.
 */

/** The first character of each letter in pinyin order; I, U and V begin no syllable. */
const BOUNDARIES: readonly [letter: string, first: string][] = [
  ['A', '\u5416'],
  ['B', '\u516b'],
  ['C', '\u5693'],
  ['D', '\u5491'],
  ['E', '\u59b8'],
  ['F', '\u53d1'],
  ['G', '\u65ee'],
  ['H', '\u94ea'],
  ['J', '\u4e0c'],
  ['K', '\u5494'],
  ['L', '\u5783'],
  ['M', '\u5988'],
  ['N', '\u62cf'],
  ['O', '\u5662'],
  ['P', '\u5991'],
  ['Q', '\u4e03'],
  ['R', '\u5465'],
  ['S', '\u4ee8'],
  ['T', '\u4ed6'],
  ['W', '\u5c72'],
  ['X', '\u5915'],
  ['Y', '\u4e2b'],
  ['Z', '\u5e00'],
]

/** Surnames whose sound differs from the character's usual one. */
const SURNAMES: Readonly<Record<string, string>> = {
  '\u5355': 'S',
  '\u66fe': 'Z',
  '\u89e3': 'X',
  '\u4ec7': 'Q',
  '\u67e5': 'Z',
  '\u533a': 'O',
  '\u6734': 'P',
  '\u7f2a': 'M',
  '\u7fdf': 'Z',
  '\u8983': 'Q',
  '\u76d6': 'G',
  '\u4e50': 'Y',
}

const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin', { sensitivity: 'base' })
const HAN = /\p{Script=Han}/u

function letterOf(character: string): string {
  let low = 0
  let high = BOUNDARIES.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (collator.compare(character, BOUNDARIES[middle]![1]) >= 0) low = middle
    else high = middle - 1
  }
  return BOUNDARIES[low]![0]
}

/** Upper-case initials of `name`: one letter a Chinese character, Latin words by their first letter. */
export function initialsOf(name: string): string {
  const characters = [...name.trim()]
  let out = ''
  let inWord = false
  for (const [index, character] of characters.entries()) {
    if (HAN.test(character)) {
      out += (index === 0 && SURNAMES[character]) || letterOf(character)
      inWord = false
    } else if (/[a-z]/i.test(character)) {
      if (!inWord) out += character.toUpperCase()
      inWord = true
    } else inWord = false
  }
  return out
}
