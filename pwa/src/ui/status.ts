/**
 * A status is a colour and a shape and a word, the same on phone, board, chart and print. This is the one list of
 * the ten statuses with their shapes (paths on a 16 × 16 box) and colours; words are in `words/*` under
 * `shared.status`. The order is the precedence of the mission page.
 */
export const STATUSES = [
  'not_eligible',
  'contraindicated',
  'done',
  'booked',
  'away',
  'refuses',
  'hesitant',
  'overdue',
  'due',
  'waiting',
] as const

export type Status = (typeof STATUSES)[number]

/** The order in which the marks of a door stand: what needs somebody first. */
export const NEED_ORDER: readonly Status[] = [
  'overdue',
  'due',
  'hesitant',
  'refuses',
  'booked',
  'waiting',
  'contraindicated',
  'away',
  'done',
  'not_eligible',
]

/** Who still has to be vaccinated: everybody who is neither done nor outside the campaign. */
export const OPEN_STATUSES: readonly Status[] = NEED_ORDER.filter((s) => s !== 'done' && s !== 'not_eligible')

export interface Look {
  /** CSS custom property of the colour, of `tokens.css`. */
  colour: string
  /** SVG path, filled with the colour; even-odd. */
  path: string
}

export const LOOK: Record<Status, Look> = {
  /* a short bar */
  not_eligible: { colour: '--st-not-eligible', path: 'M2 6.5h12v3H2z' },
  /* a cross */
  contraindicated: { colour: '--st-contraindicated', path: 'M5.5 1h5v4.5H15v5h-4.5V15h-5v-4.5H1v-5h4.5z' },
  /* a disc with a tick cut out */
  done: {
    colour: '--st-done',
    path: 'M8 .5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM6.9 11.8 3.4 8.3l1.5-1.5 2 2 4.3-4.4 1.5 1.5z',
  },
  /* a leaf of a calendar with its two holes */
  booked: { colour: '--st-booked', path: 'M1 2.5h14v12.5H1zM3 6.5v6.5h10V6.5zM5 8.2h6v3.2H5zM4 .6h2v2H4zM10 .6h2v2h-2z' },
  /* an arrow that leaves */
  away: { colour: '--st-away', path: 'M1 6h7V2l7.2 6L8 14v-4H1z' },
  /* a ring with a bar */
  refuses: {
    colour: '--st-refuses',
    path: 'M8 .5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM8 2.7a5.3 5.3 0 1 1 0 10.6A5.3 5.3 0 0 1 8 2.7zM4.2 6.9h7.6v2.2H4.2z',
  },
  /* half a disc in a ring */
  hesitant: { colour: '--st-hesitant', path: 'M8 .5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM8 2.7v10.6A5.3 5.3 0 0 1 8 2.7z' },
  /* a diamond with an exclamation mark cut out */
  overdue: { colour: '--st-overdue', path: 'M8 0l8 8-8 8-8-8zM7 3.6v5.6h2V3.6zM7 10.6v2h2v-2z' },
  /* a full triangle */
  due: { colour: '--st-due', path: 'M8 1.2 15.6 14.6H.4z' },
  /* a clock face */
  waiting: {
    colour: '--st-waiting',
    path: 'M8 .5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM7 4.2h1.9v3.4l2.5 1.5-1 1.6L7 8.7z',
  },
}

/** Counts of a list of statuses, in the order of need, without zeros. */
export function tally(statuses: Iterable<Status>): { status: Status; count: number }[] {
  const counts = new Map<Status, number>()
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1)
  return NEED_ORDER.filter((s) => counts.has(s)).map((s) => ({ status: s, count: counts.get(s)! }))
}
