/** The screens by which unsent work leaves a phone another way: one piece, for each of them leads to the others. */
import CarryPage from './CarryPage.vue'
import CodesPage from './CodesPage.vue'
import RescuePage from './RescuePage.vue'
import ScanPage from './ScanPage.vue'

export const ways = { CarryPage, CodesPage, RescuePage, ScanPage }
