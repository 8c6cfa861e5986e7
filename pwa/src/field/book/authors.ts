/** Who made a record: its id begins with the number of the device that made it, and people know their devices. */
import { store, type Row } from '@/store'
import { t } from '@/ui/words'
import { text } from './values'

export function authorOf(row: Row): string {
  const writer = Number(/^(\d+)\./.exec(row.by)?.[1] ?? Number.NaN)
  if (!writer) return ''
  if (writer === store.device.value?.writer) return t('field.me.myself')
  const person = store.all('person').find((p) => Array.isArray(p.values['writers']) && (p.values['writers'] as unknown[]).includes(writer))
  return text(person, 'name')
}
