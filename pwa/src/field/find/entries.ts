/** The index of everybody on this phone, rebuilt when a record changes, from short strings that are already in memory. */
import { computed } from 'vue'
import { allDoors } from '../book/doors'
import { text } from '../book/values'
import type { Entry } from './search'
import { initialsOf } from './initials'

export const entries = computed<Entry[]>(() =>
  allDoors.value.flatMap((door) => {
    const { stretch, numeral, full } = door.address
    const place = `${stretch}${numeral}`
    const household = text(door.row, 'phone')
    const shared = { household: door.id, place: full.length > place.length ? full : place, door: numeral }
    const residents = [...door.people.map((p) => p.row), ...door.past]
    if (residents.length === 0) {
      return [{ ...shared, id: door.id, name: '', initials: '', identity: '', phones: household ? [household] : [] }]
    }
    return residents.map((row) => ({
      ...shared,
      id: row.id,
      name: text(row, 'name'),
      initials: text(row, 'initials') || initialsOf(text(row, 'name')),
      identity: text(row, 'id_number').toUpperCase(),
      phones: [text(row, 'phone'), household].filter(Boolean),
    }))
  }),
)
