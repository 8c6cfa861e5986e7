/** The words that the office carries. Import once in the office's entry: `import '@/ui/words/desk'`. */
import { register } from './index'
import error from './zh-CN/error'
import office from './zh-CN/office'
import people from './zh-CN/people'
import plan from './zh-CN/plan'
import roster from './zh-CN/roster'
import shared from './zh-CN/shared'

register({ error, office, people, plan, roster, shared }, async () => (await import('./en/desk')).default)
