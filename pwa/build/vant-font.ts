/**
 * Vant's stylesheet carries its icon font as a data: URL and names a remote copy beside it. The content-security
 * policy (default-src 'self') allows neither, so the build turns the font into a file of our own and drops the rest.
 */
import { Buffer } from 'node:buffer'
import type { Plugin } from 'vite'

const FACE = /@font-face\s*\{[^}]*vant-icon[^}]*\}/g
const DATA = /url\(["']?data:[^;,]*;(?:charset=[^;,]*;)?base64,([A-Za-z0-9+/=]+)["']?\)/

export function vantFont(): Plugin {
  return {
    name: 'ruhu:vant-font',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!/vant[/\\].*\.css(\?|$)/.test(id) || !code.includes('@font-face')) return null
      const out = code.replace(FACE, (face) => {
        const data = DATA.exec(face)?.[1]
        if (!data) return ''
        const ref = this.emitFile({ type: 'asset', name: 'vant-icon.woff2', source: Buffer.from(data, 'base64') })
        return `@font-face{font-family:"vant-icon";font-weight:400;font-style:normal;font-display:block;src:url(__VITE_ASSET__${ref}__) format("woff2")}`
      })
      return { code: out, map: null }
    },
  }
}
