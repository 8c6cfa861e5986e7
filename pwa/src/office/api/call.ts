/**
 * The office's one way to the server: JSON out, JSON in, the anti-forgery header on everything that changes something,
 * and a refusal turned into an error that carries its code and both languages.
 */
import { lang, t } from '@/ui/words'

export interface Message { 'zh-CN': string; en: string }

/** What the server said no to: `code` for software, `message` for people, `details.path` for the field at fault. */
export class Refused extends Error {
  constructor(readonly code: string, readonly words: Message | null, readonly details: Record<string, unknown>, readonly status: number) {
    super(code)
  }

  /** The sentence in the language of the page. */
  get said(): string {
    return this.words ? this.words[lang.value as keyof Message] : t(this.code === 'unread' ? 'office.unread' : 'office.unreachable')
  }

  /** The same sentence in the other language, for whoever stands beside the desk. */
  get alsoSaid(): string {
    return this.words ? this.words[lang.value === 'en' ? 'zh-CN' : 'en'] : ''
  }
}

let csrf = ''
let onSignedOut: () => Promise<boolean> = () => Promise.resolve(false)
let onStale: () => Promise<boolean> = () => Promise.resolve(false)

/** Keeps the anti-forgery value that sign-in and /me hand out. */
export function keepCsrf(value: string): void {
  csrf = value
}

/**
 * Registers what happens when the server no longer knows this browser: true once the same person has signed in again.
 * The call that met it is then made once more, so that whatever was typed is saved and nobody types it twice.
 */
export function whenSignedOut(act: () => Promise<boolean>): void {
  onSignedOut = act
}

/** Registers how the anti-forgery value is asked for again (another tab has signed in): true if the same person sits here. */
export function whenStale(act: () => Promise<boolean>): void {
  onStale = act
}

async function answer<T>(response: Response): Promise<T> {
  const text = await response.text()
  let body: unknown = {}
  try {
    body = text ? JSON.parse(text) : {}
  } catch {
    body = {}
  }
  if (response.ok) return body as T
  const said = body as { code?: string; message?: Message; details?: Record<string, unknown> }
  throw new Refused(said.code ?? 'unreachable', said.message ?? null, said.details ?? {}, response.status)
}

async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  try {
    return await once<T>(method, path, body)
  } catch (problem) {
    const code = problem instanceof Refused ? problem.code : ''
    const mended = code === 'sign_in_needed' ? await onSignedOut() : code === 'csrf' ? await onStale() : false
    if (!mended) throw problem
    return await once<T>(method, path, body)
  }
}

async function once<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') headers['X-Ruhu-CSRF'] = csrf
  const form = body instanceof FormData
  if (body !== undefined && !form) headers['Content-Type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(`/api/office${path}`, {
      method, headers, credentials: 'same-origin', cache: 'no-store',
      body: body === undefined ? undefined : form ? body : JSON.stringify(body),
    })
  } catch {
    throw new Refused(method === 'GET' ? 'unread' : 'unreachable', null, {}, 0)
  }
  return answer<T>(response)
}

export function read<T>(path: string): Promise<T> {
  return send<T>('GET', path)
}

export function post<T>(path: string, body: unknown = {}): Promise<T> {
  return send<T>('POST', path, body)
}

export function remove<T>(path: string): Promise<T> {
  return send<T>('DELETE', path)
}

/** A query string of whatever is set; empty values are left out. */
export function query(values: Record<string, string | number | undefined>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  return set.length ? '?' + new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString() : ''
}
