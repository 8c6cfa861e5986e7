/** The words that the phone carries. Import once in the phone's entry: `import '@/ui/words/phone'`. */
import { register } from './index'
import error from './zh-CN/error'
import field from './zh-CN/field'
import places from './zh-CN/places'
import rescue from './zh-CN/rescue'
import shared from './zh-CN/shared'
import sync from './zh-CN/sync'

register({ error, field, places, rescue, shared, sync }, async () => (await import('./en/phone')).default)
