/** The office's pages. Each is its own chunk; the address holds the filters, so every list can be bookmarked. */
import { createRouter, createWebHashHistory } from 'vue-router'
import { listRoutes } from './lists/routes'
import { planRoutes } from './plan/routes'
import { rosterRoutes } from './roster/routes'
import { me, recall } from './signin/account'
import { twinRoutes } from './twins/routes'

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/signin', name: 'signin', component: () => import('./signin/SignIn.vue'), meta: { open: true } },
    { path: '/password', name: 'password', component: () => import('./signin/NewPassword.vue') },
    { path: '/', name: 'overview', component: () => import('./overview/Overview.vue') },
    { path: '/residents', name: 'residents', component: () => import('./residents/ResidentList.vue') },
    { path: '/residents/:id', name: 'resident', component: () => import('./resident/ResidentPage.vue'), props: true },
    { path: '/households', name: 'households', component: () => import('./household/HouseholdList.vue') },
    { path: '/households/:id', name: 'household', component: () => import('./household/HouseholdPage.vue'), props: true },
    { path: '/campaign', name: 'campaign', component: () => import('./campaign/Campaign.vue') },
    { path: '/reviews', name: 'reviews', component: () => import('./reviews/ReviewInbox.vue') },
    { path: '/quarantine', name: 'quarantine', component: () => import('./quarantine/Quarantine.vue') },
    { path: '/areas', name: 'areas', component: () => import('./areas/AreaTree.vue') },
    { path: '/accounts', name: 'accounts', component: () => import('./accounts/AccountList.vue') },
    { path: '/accounts/import', name: 'staff-import', component: () => import('./accounts/StaffImport.vue') },
    { path: '/accounts/phones', name: 'staff-phones', component: () => import('./accounts/BoundPhones.vue') },
    { path: '/devices', name: 'devices', component: () => import('./devices/DeviceList.vue') },
    { path: '/rescue', name: 'rescue', component: () => import('./rescue/Rescues.vue') },
    { path: '/print/:grid', name: 'print', component: () => import('./print/GridPrint.vue'), props: true },
    ...listRoutes,
    ...planRoutes,
    ...rosterRoutes,
    ...twinRoutes,
    { path: '/:rest(.*)*', redirect: { name: 'overview' } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

let asked = false

router.beforeEach(async (to) => {
  if (!asked) {
    asked = true
    await recall()
  }
  if (to.meta.open) return me.value && !me.value.account.must_change ? { name: 'overview' } : true
  if (!me.value) return { name: 'signin', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  if (me.value.account.must_change && to.name !== 'password') return { name: 'password' }
  return true
})
