/**
 * The desk's screens and their words are one piece that only a site's device loads and keeps. Everybody else is led to
 * their own first screen (`field/router.ts`).
 */
import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'

type Name = keyof typeof import('./screens')['screens']

const at = (name: Name) => async (): Promise<Component> => {
  const { screens, siteWords } = await import('./screens')
  await siteWords
  return screens[name]
}

export const deskRoutes: RouteRecordRaw[] = [
  { path: '/desk', component: at('HomePage') },
  { path: '/desk/scan', component: at('ScanPage') },
  { path: '/desk/walk-in', component: at('WalkInPage') },
  { path: '/desk/at/:id', component: at('PersonPage'), props: true },
  { path: '/desk/at/:id/slip', component: at('TimeSlip'), props: true },
  { path: '/desk/at/:id/reaction/:record?', component: at('ReactionPage'), props: true },
  { path: '/desk/board', component: at('BoardPage') },
  { path: '/desk/stock', component: at('StockPage') },
]
