/** The words that the office carries. Import once in the office's entry: `import '@/ui/words/desk'`. */
import { register } from './index'
import error from './zh-CN/error'
import lists from './zh-CN/lists'
import office from './zh-CN/office'
import people from './zh-CN/people'
import plan from './zh-CN/plan'
import roster from './zh-CN/roster'
import shared from './zh-CN/shared'
import twins from './zh-CN/twins'

register({ error, lists, office, people, plan, roster, shared, twins }, async () => (await import('./en/desk')).default)
