/** The words of the vaccination site's desk; they come with its screens, and a canvasser's phone never carries them. */
import { registerLater } from './index'
import site from './zh-CN/site'

/** Await before a screen of the desk is shown. */
export const siteWords = registerLater({ site }, async () => ({ site: (await import('./en/site')).default }))
