/**
 * Renders public/icon.svg to the PNG icons that phones ask for: `node build/icons.ts [chromium]`. Run by hand when the
 * drawing changes; the results are committed. A maskable icon has its plate inside the inner 80 % that every mask keeps.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { indexed } from './indexed.ts'

const chromium = process.argv[2] ?? '/usr/bin/chromium'
const folder = fileURLToPath(new URL('../public/', import.meta.url))
const svg = readFileSync(join(folder, 'icon.svg'), 'utf8')
const work = mkdtempSync(join(tmpdir(), 'icons-'))

function render(name: string, size: number, inner: number, ground: string): void {
  const drawing = svg.replace('<svg ', `<svg style="position:absolute;inset:0;margin:auto;width:${inner}px;height:${inner}px" `)
  const page = join(work, `${name}.html`)
  writeFileSync(page, `<!doctype html><body style="margin:0;background:${ground}">${drawing}`)
  execFileSync(chromium, [
    '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--default-background-color=00000000', '--force-device-scale-factor=1',
    `--user-data-dir=${join(work, 'profile')}`, `--window-size=${size},${size}`, `--screenshot=${join(folder, name)}`, `file://${page}`,
  ], { stdio: 'ignore' })
}

render('icon-192.png', 192, 192, 'transparent')
render('icon-512.png', 512, 512, 'transparent')
render('icon-maskable-512.png', 512, 430, '#123a7c')

/* The one that every phone loads. */
const small = join(folder, 'icon-192.png')
writeFileSync(small, indexed(readFileSync(small)))
