/** The roster desk's addresses: the desk itself, and an import on its way (so that a closed page can go on). */
import type { RouteRecordRaw } from 'vue-router'

export const rosterRoutes: RouteRecordRaw[] = [
  { path: '/roster', name: 'roster', component: () => import('./RosterDesk.vue') },
  { path: '/roster/:id', name: 'roster-import', component: () => import('./ImportPage.vue'), props: true },
]
