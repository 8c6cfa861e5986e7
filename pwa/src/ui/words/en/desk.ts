/** The office's English, as one chunk. */
import error from './error'
import lists from './lists'
import office from './office'
import people from './people'
import plan from './plan'
import roster from './roster'
import shared from './shared'
import twins from './twins'

export default { error, lists, office, people, plan, roster, shared, twins }
