/**
 * What a phone loads, all routes and both languages together: `npm run size [folder]`. Lists each file of the worker's
 * precache list with its brotli size and fails above the budget of 180 kB (1 kB = 1,000 bytes).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

const BUDGET = 180_000
const folder = process.argv[2] ?? 'dist'
const worker = readFileSync(join(folder, 'sw.js'), 'utf8')
const list = /"files":(\[\[.*?\]\])/.exec(worker)?.[1]
if (!list) throw new Error('sw.js has no list of files: build first')

const files = [...(JSON.parse(list) as [string, string][]).map(([path]) => (path === '/' ? '/index.html' : path)), '/sw.js']
const sizes = files.map((path) => ({ path, bytes: packed(readFileSync(join(folder, path))) })).sort((a, b) => b.bytes - a.bytes)
const total = sizes.reduce((sum, one) => sum + one.bytes, 0)

for (const { path, bytes } of sizes) console.log(`${String(bytes).padStart(8)}  ${path}`)
console.log(`${String(total).padStart(8)}  brotli in all, of ${BUDGET} allowed`)
if (total > BUDGET) process.exitCode = 1

/** Bytes as sent: brotli at its best, or as they are when that does not help (fonts). */
function packed(data: Uint8Array): number {
  const brotli = brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length } })
  return Math.min(brotli.length, data.length)
}
