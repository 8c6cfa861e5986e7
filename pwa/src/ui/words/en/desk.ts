/** The office's English, as one chunk. */
import error from './error'
import office from './office'
import people from './people'
import plan from './plan'
import roster from './roster'
import shared from './shared'

export default { error, office, people, plan, roster, shared }
