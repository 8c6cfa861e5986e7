/** People who seem to be one: the list, and a pair side by side. */
import type { RouteRecordRaw } from 'vue-router'

export const twinRoutes: RouteRecordRaw[] = [
  { path: '/twins', name: 'twins', component: () => import('./TwinList.vue') },
  { path: '/twins/:one/:other', name: 'twin-pair', component: () => import('./TwinPair.vue'), props: true },
]
