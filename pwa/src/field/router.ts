/** The screens by address. Hash addresses: the server serves one page, and an enrolment link works as a bookmark. */
import type { Component } from 'vue'
import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { store } from '@/store'
import { sync } from '@/sync'
import { hushWhenOld } from '@/ui/announce'
import AppointmentPage from './appointment/AppointmentPage.vue'
import SlipPage from './appointment/SlipPage.vue'
import ContraindicationPage from './contraindication/ContraindicationPage.vue'
import { deskRoutes } from './desk/routes'
import DosePage from './dose/DosePage.vue'
import EnrolPage from './enrol/EnrolPage.vue'
import FirstSyncPage from './enrol/FirstSyncPage.vue'
import StoppedPage from './enrol/StoppedPage.vue'
import FindPage from './find/FindPage.vue'
import HouseholdForm from './household/HouseholdForm.vue'
import HouseholdLife from './household/HouseholdLife.vue'
import HouseholdPage from './household/HouseholdPage.vue'
import LanePage from './lane/LanePage.vue'
import HelpPage from './me/HelpPage.vue'
import MePage from './me/MePage.vue'
import QuestionsPage from './me/QuestionsPage.vue'
import ResidentForm from './resident/ResidentForm.vue'
import ResidentLife from './resident/ResidentLife.vue'
import ResidentMove from './resident/ResidentMove.vue'
import ResidentPage from './resident/ResidentPage.vue'
import WillingnessPage from './resident/WillingnessPage.vue'
import SyncPage from './syncing/SyncPage.vue'
import TodoPage from './todo/TodoPage.vue'
import VillagePage from './todo/VillagePage.vue'
import TomorrowPage from './tomorrow/TomorrowPage.vue'
import VisitPage from './visit/VisitPage.vue'

/** Few need these screens: whoever does needs them all. */
const rescue = (name: keyof typeof import('./rescue/ways')['ways']) => async (): Promise<Component> => (await import('./rescue/ways')).ways[name]

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/lane' },
  { path: '/enrol/:code?', component: EnrolPage, props: true, meta: { open: true } },
  { path: '/first', component: FirstSyncPage },
  { path: '/stopped', component: StoppedPage, meta: { open: true } },
  { path: '/lane', name: 'lane', component: LanePage, meta: { kept: true } },
  { path: '/find', name: 'find', component: FindPage, meta: { kept: true } },
  { path: '/household/new', component: HouseholdForm },
  { path: '/household/:id', component: HouseholdPage, props: true },
  { path: '/household/:id/edit', component: HouseholdForm, props: true },
  { path: '/household/:id/life', component: HouseholdLife, props: true },
  { path: '/household/:id/visit', component: VisitPage, props: true },
  { path: '/household/:household/add', component: ResidentForm, props: true },
  { path: '/resident/:id', component: ResidentPage, props: true },
  { path: '/resident/:id/edit', component: ResidentForm, props: true },
  { path: '/resident/:id/life', component: ResidentLife, props: true },
  { path: '/resident/:id/move', component: ResidentMove, props: true },
  { path: '/resident/:id/willingness', component: WillingnessPage, props: true },
  { path: '/resident/:id/dose/:dose?', component: DosePage, props: true },
  { path: '/resident/:id/contraindication/:record?', component: ContraindicationPage, props: true },
  { path: '/resident/:id/appointment', component: AppointmentPage, props: true },
  { path: '/appointment/:id', component: SlipPage, props: true },
  { path: '/todo', name: 'todo', component: TodoPage, meta: { kept: true } },
  { path: '/todo/by', component: VillagePage },
  { path: '/tomorrow', component: TomorrowPage },
  { path: '/todo/places', component: () => import('./sharing/SharePage.vue') },
  { path: '/sync', component: SyncPage },
  { path: '/rescue', component: rescue('RescuePage') },
  { path: '/rescue/codes', component: rescue('CodesPage') },
  { path: '/rescue/carry', component: rescue('CarryPage') },
  { path: '/rescue/scan', component: rescue('ScanPage') },
  ...deskRoutes,
  { path: '/me', component: MePage },
  { path: '/me/help', component: HelpPage },
  { path: '/me/questions', component: QuestionsPage },
  { path: '/:anything(.*)*', redirect: '/lane' },
]

export const router = createRouter({
  history: createWebHashHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

/* What was said about the last save goes when one moves on; the move that the save itself makes does not count. */
router.afterEach(() => hushWhenOld())

/** The screens that a canvasser's phone and a site's desk have both. */
const SHARED = /^\/(first|sync|rescue|me)(\/|$)/
/** The screens that are empty as long as the first sync has not ended. */
const OF_THE_LISTS = new Set(['/lane', '/todo', '/todo/by', '/tomorrow', '/find', '/household/new', '/desk', '/desk/board', '/desk/stock'])

router.beforeEach((to) => {
  if (to.meta['open']) return true
  const device = store.device.value
  if (!device) return '/enrol'
  if (device.revoked && to.path !== '/sync' && !to.path.startsWith('/rescue')) return '/stopped'
  /* A site's desk and a canvasser's lane: each device has its own half of the app. */
  const desk = device.person.role === 'site'
  if (!device.revoked && desk !== to.path.startsWith('/desk') && !SHARED.test(to.path)) return desk ? '/desk' : '/lane'
  /* Closed before the first lists had come: the lane would be an empty one. */
  if (!device.revoked && sync.state.value.lastOk === null && OF_THE_LISTS.has(to.path)) return '/first'
  return true
})
