/** Whom a person may be a double of: others on this phone, those of the same name first. */
import { store, type Shown } from '@/store'
import { addressOf } from '../book/address'
import { isLive, text } from '../book/values'

const MOST = 300

export function sameNameFirst(row: Shown): { value: string; label: string }[] {
  const others = store.all('resident').filter((r) => r.id !== row.id && isLive(r))
  const near = (r: Shown): number =>
    text(r, 'name') === text(row, 'name') ? 0 : text(r, 'household') === text(row, 'household') ? 1 : 2
  return others
    .sort((a, b) => near(a) - near(b))
    .slice(0, MOST)
    .map((r) => {
      const home = store.get(text(r, 'household'))
      return { value: r.id, label: `${text(r, 'name')} ${home ? addressOf(home).full : ''}` }
    })
}
