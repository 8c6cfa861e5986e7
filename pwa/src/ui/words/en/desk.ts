/** The office's English, as one chunk. */
import error from './error'
import office from './office'
import roster from './roster'
import shared from './shared'

export default { error, office, roster, shared }
