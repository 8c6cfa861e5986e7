/** The pages of the plan: the week, quotas, templates, supply, dispatch, lists to print, what changed, what sites report. */
import type { RouteRecordRaw } from 'vue-router'

export const planRoutes: RouteRecordRaw[] = [
  { path: '/sessions', name: 'sessions', component: () => import('./WeekBoard.vue') },
  { path: '/sessions/:id', name: 'session', component: () => import('./SessionPage.vue'), props: true },
  { path: '/sessions/:id/sheet', name: 'sheet', component: () => import('./SheetPage.vue'), props: true },
  { path: '/quotas', name: 'quotas', component: () => import('./Quotas.vue') },
  { path: '/dispatch', name: 'dispatch', component: () => import('./Dispatch.vue') },
  { path: '/sites', name: 'sites', component: () => import('../sessions/Sessions.vue') },
  { path: '/templates', name: 'templates', component: () => import('./Templates.vue') },
  { path: '/templates/week', name: 'make', component: () => import('./MakeWeek.vue') },
  { path: '/supply', name: 'supply', component: () => import('./Supply.vue') },
  { path: '/bus', name: 'bus', component: () => import('./BusLists.vue') },
  { path: '/changes', name: 'changes', component: () => import('./Changes.vue') },
  { path: '/reactions', name: 'reactions', component: () => import('./Reactions.vue') },
]

/** All of them stand under one entry of the bar. */
export const PLAN_PAGES = planRoutes.map((route) => String(route.name))

/** What the window is called on each of them, so that ten open tabs are told apart. */
export const PLAN_TITLES = {
  sessions: 'plan.board.title', session: 'plan.session.title', sheet: 'plan.sheet.title', quotas: 'plan.tabs.quotas', dispatch: 'plan.dispatch.title', sites: 'plan.tabs.sessions', templates: 'plan.tabs.templates',
  make: 'plan.make.title', supply: 'plan.supply.title', bus: 'plan.bus.title', changes: 'plan.changes.title', reactions: 'plan.tabs.reactions',
} as const
