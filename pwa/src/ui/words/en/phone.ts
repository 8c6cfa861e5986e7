/** The phone's English, as one chunk. */
import error from './error'
import field from './field'
import places from './places'
import rescue from './rescue'
import shared from './shared'
import sync from './sync'

export default { error, field, places, rescue, shared, sync }
