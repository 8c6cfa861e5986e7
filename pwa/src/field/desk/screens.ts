/** All that is loaded when a desk's first screen is opened. */
import BoardPage from './BoardPage.vue'
import HomePage from './HomePage.vue'
import PersonPage from './PersonPage.vue'
import ReactionPage from './ReactionPage.vue'
import ScanPage from './ScanPage.vue'
import StockPage from './StockPage.vue'
import TimeSlip from './TimeSlip.vue'
import WalkInPage from './WalkInPage.vue'

export { siteWords } from '@/ui/words/site'
export const screens = { BoardPage, HomePage, PersonPage, ReactionPage, ScanPage, StockPage, TimeSlip, WalkInPage }
