/** The addresses of what goes out: the tables, one of them, the office's own templates, a list on paper. */
import type { RouteRecordRaw } from 'vue-router'

export const listRoutes: RouteRecordRaw[] = [
  { path: '/tables', name: 'tables', component: () => import('./Tables.vue') },
  { path: '/tables/templates', name: 'table-templates', component: () => import('./Templates.vue') },
  { path: '/tables/:name', name: 'table', component: () => import('./TablePage.vue'), props: true },
  { path: '/lists/print', name: 'list-print', component: () => import('./ListPrint.vue') },
]
