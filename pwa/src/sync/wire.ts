/** One request to the server: the token, gzip both ways, a limit on silence, and failures with the server's code. */
import { Failure } from '../store/fault'

const SMALL = 1024
const PATIENCE = 60_000

/** Who asks, what is sent, and who hears of decoded bytes as they come. */
interface Call { token?: string, body?: unknown, onBytes?: (done: number) => void }

/** POSTs `body`, or GETs when there is none. Throws Failure: offline, timeout, server, or the code that the server gave. */
export async function call<T>(path: string, what: Call): Promise<T> {
  const bytes = await download(path, what)
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T
  } catch {
    throw new Failure('server')
  }
}

/** Likewise, for an answer that is more than JSON to its reader: its decoded bytes. */
export async function download(path: string, { token, body, onBytes }: Call): Promise<Uint8Array<ArrayBuffer>> {
  const abort = new AbortController()
  let timer = setTimeout(() => abort.abort(), PATIENCE)
  const alive = (done: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => abort.abort(), PATIENCE)
    onBytes?.(done)
  }
  try {
    const response = await fetch(path, { ...await request(token, body), signal: abort.signal })
    const bytes = await read(response, alive)
    if (!response.ok) throw refusal(response, new TextDecoder().decode(bytes))
    return bytes
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(abort.signal.aborted ? 'timeout' : 'offline')
  } finally {
    clearTimeout(timer)
  }
}

async function request(token: string | undefined, body: unknown): Promise<RequestInit> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (token) headers.Authorization = `Bearer ${token}`
  const init = { headers, cache: 'no-store', credentials: 'omit', redirect: 'error' } as const
  if (body === undefined) return init
  headers['Content-Type'] = 'application/json'
  const text = JSON.stringify(body)
  if (text.length < SMALL || typeof CompressionStream === 'undefined') return { ...init, method: 'POST', body: text }
  headers['Content-Encoding'] = 'gzip'
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return { ...init, method: 'POST', body: await new Response(packed).arrayBuffer() }
}

async function read(response: Response, onBytes: (done: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader()
  if (!reader) return new Uint8Array(await response.arrayBuffer())
  const parts: Uint8Array[] = []
  let done = 0
  for (;;) {
    const part = await reader.read()
    if (part.done) break
    parts.push(part.value)
    onBytes(done += part.value.byteLength)
  }
  const whole = new Uint8Array(done)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}

/** A wait counts with "too many" and "not now" only. */
const WAITS: ReadonlySet<number> = new Set([429, 503])

function refusal(response: Response, text: string): Failure {
  const wait = WAITS.has(response.status) ? Number(response.headers.get('Retry-After')) || undefined : undefined
  try {
    const { code, message } = JSON.parse(text) as { code?: string, message?: Record<string, string> }
    if (code) return new Failure(code, message, wait)
  } catch {
    // A proxy in between answers with a page of its own: the failure below says all that is known.
  }
  return new Failure('server', undefined, wait)
}
