/** One request to the server: the token, gzip both ways, a time limit, and failures with the server's code. */
import { Failure } from '../store/fault'

const SMALL = 1024
const PATIENCE = 60_000

interface Call { token?: string, body?: unknown, onBytes?: (done: number, total: number) => void }

/** POSTs `body`, or GETs when there is none. Throws Failure: offline, timeout, server, or the code that the server gave. */
export async function call<T>(path: string, { token, body, onBytes }: Call): Promise<T> {
  const abort = new AbortController()
  let timer = setTimeout(() => abort.abort(), PATIENCE)
  const alive = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => abort.abort(), PATIENCE)
  }
  try {
    const response = await fetch(path, { ...await request(token, body), signal: abort.signal })
    const text = await read(response, (done, total) => (alive(), onBytes?.(done, total)))
    if (!response.ok) throw refusal(response, text)
    return JSON.parse(text) as T
  } catch (error) {
    if (error instanceof Failure) throw error
    if (error instanceof SyntaxError) throw new Failure('server')
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

/** The body as text; `onBytes` hears of uncompressed bytes as they come. */
async function read(response: Response, onBytes: (done: number, total: number) => void): Promise<string> {
  const total = Number(response.headers.get('X-Ruhu-Length')) || 0
  const reader = response.body?.getReader()
  if (!reader) return response.text()
  const decoder = new TextDecoder()
  const parts: string[] = []
  for (let done = 0; ;) {
    const chunk = await reader.read()
    if (chunk.done) break
    done += chunk.value.byteLength
    parts.push(decoder.decode(chunk.value, { stream: true }))
    onBytes(done, total)
  }
  return parts.join('') + decoder.decode()
}

function refusal(response: Response, text: string): Failure {
  const wait = Number(response.headers.get('Retry-After')) || undefined
  try {
    const { code, message } = JSON.parse(text) as { code?: string, message?: Record<string, string> }
    if (code) return new Failure(code, message, wait)
  } catch {
    // A proxy in between answers with a page of its own: the failure below says all that is known.
  }
  return new Failure('server', undefined, wait)
}
