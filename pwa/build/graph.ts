/** Which built files the phone can ever load: everything reachable from index.html, lazily loaded routes included. */
import type { Rolldown } from 'vite'

interface Metadata { importedCss?: Set<string>, importedAssets?: Set<string> }

/**
 * File names (relative to the output folder) reachable from the entry whose page is `page`, e.g. "index.html"; without
 * what is reached only through the module whose path ends with `past`.
 */
export function reachable(bundle: Rolldown.OutputBundle, page: string, past?: string): Set<string> {
  const found = new Set<string>()
  const visit = (name: string): void => {
    if (found.has(name)) return
    const item = bundle[name]
    if (!item || (past && item.type === 'chunk' && item.facadeModuleId?.endsWith(past))) return
    found.add(name)
    if (item.type !== 'chunk') {
      for (const asset of namedIn(item.source, bundle)) visit(asset)
      return
    }
    const { importedCss, importedAssets } = (item as { viteMetadata?: Metadata }).viteMetadata ?? {}
    for (const next of [...item.imports, ...item.dynamicImports, ...(importedCss ?? []), ...(importedAssets ?? [])]) visit(next)
  }
  for (const item of Object.values(bundle)) {
    if (item.type === 'chunk' && item.isEntry && item.facadeModuleId?.endsWith(`/${page}`)) visit(item.fileName)
  }
  return found
}

/** Fonts and pictures are named only inside the stylesheets that use them. */
function namedIn(source: string | Uint8Array, bundle: Rolldown.OutputBundle): string[] {
  const text = typeof source === 'string' ? source : ''
  return text.includes('url(') ? Object.keys(bundle).filter((name) => text.includes(name.split('/').pop() ?? name)) : []
}
