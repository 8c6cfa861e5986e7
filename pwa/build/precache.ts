/**
 * Writes into the service worker the list of everything the phone needs offline, and apart from it what only a vaccination
 * site's device needs. The office is left out: a canvasser's phone should not carry it; nor the large icons, which only the installation asks for. Hashed files are named by their content; the few others carry a revision.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { reachable } from './graph.ts'

const PLACE = 'PRECACHE_LIST'
/** Whatever is reached only through this module is the desk's. */
const DESK = '/field/desk/screens.ts'
const hash = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex').slice(0, 16)

export function precache(): Plugin {
  let publicDir = ''
  let listed: [string, string][] = []
  let desk: [string, string][] = []
  return {
    name: 'ruhu:precache',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      publicDir = config.publicDir
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const phone = reachable(bundle, 'index.html', DESK)
        listed = [...phone].map((name) => [`/${name}`, ''])
        desk = [...reachable(bundle, 'index.html')].filter((name) => !phone.has(name)).sort().map((name) => [`/${name}`, ''])
        const page = bundle['index.html']
        if (page?.type !== 'asset') return
        listed.push(['/', hash(page.source)])
        for (const name of readdirSync(publicDir).filter((one) => !one.includes('512'))) listed.push([`/${name}`, hash(readFileSync(join(publicDir, name)))])
        listed.sort(([a], [b]) => (a < b ? -1 : 1))
      },
    },
    writeBundle(options, bundle) {
      if (!('sw.js' in bundle)) return
      const file = join(options.dir ?? '', 'sw.js')
      const code = readFileSync(file, 'utf8')
      if (!code.includes(PLACE)) throw new Error('sw.js does not name its list')
      const version = hash(code + JSON.stringify([listed, desk]))
      writeFileSync(file, code.replace(PLACE, JSON.stringify({ version, files: listed, desk })))
    },
  }
}
