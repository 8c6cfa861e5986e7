/**
 * Seals what this phone cannot send (docs/protocol.md, X3): only the township's server opens it, and knows by it whose
 * it is. Nothing here touches the network or the disk.
 */

/** The township's public key as the server told it; `public` is base64. */
export interface RescueKey { id: string, public: string }

/** What anybody can read of an envelope. */
export interface Header { key: string, writer: number, edits: number, at: number }

type Bytes = Uint8Array<ArrayBuffer>

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const
const INFO = 'ruhu rescue 1'
const NONCE = 12
const LONGEST_HEADER = 1024
export const LONGEST = 1_048_576

/** For examples with known bytes only: the pair and the nonce that are otherwise made for each envelope. */
export interface Fixed { pair: CryptoKeyPair, nonce: Bytes }

/** `token` is the phone's own; `packed` what `pack` made. Needs a secure context (crypto.subtle). */
export async function seal(packed: Bytes, header: Header, token: string, key: RescueKey, fixed?: Fixed): Promise<Bytes> {
  const { subtle } = crypto
  const pair = fixed?.pair ?? await subtle.generateKey(CURVE, true, ['deriveBits'])
  const nonce = fixed?.nonce ?? crypto.getRandomValues(new Uint8Array(NONCE))
  const point = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  const township = fromBase64(key.public)
  const { writer, edits, at } = header
  const line = bytesOf(`${JSON.stringify({ ruhu: 'rescue', version: 1, key: key.id, writer, edits, at })}\n`)
  const said = join(line, point, nonce)

  const recipient = await subtle.importKey('raw', township, CURVE, false, [])
  const shared = await subtle.deriveBits({ name: 'ECDH', public: recipient }, pair.privateKey, 256)
  const material = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const derived = { name: 'HKDF', hash: 'SHA-256', salt: join(point, township), info: bytesOf(INFO) }
  const secret = await subtle.deriveKey(derived, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt'])

  const signing = await subtle.importKey('raw', await sha256(bytesOf(token)), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const mac = new Uint8Array(await subtle.sign('HMAC', signing, join(said, packed)))
  const locked = await subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: said }, secret, join(mac, packed))
  return join(said, new Uint8Array(locked))
}

/** Contents to bytes: gzip, or plain where the browser cannot. */
export async function pack(contents: unknown): Promise<Bytes> {
  const plain = bytesOf(JSON.stringify(contents))
  if (typeof CompressionStream === 'undefined') return plain
  const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** The readable part of an envelope, or null if it is none that this version knows. */
export function headerOf(envelope: Uint8Array): Header | null {
  const end = envelope.subarray(0, LONGEST_HEADER).indexOf(0x0a)
  try {
    const told = JSON.parse(new TextDecoder().decode(envelope.subarray(0, Math.max(end, 0)))) as Record<string, unknown>
    const { ruhu, version, key, writer, edits, at } = told
    if (ruhu !== 'rescue' || version !== 1 || typeof key !== 'string' || envelope.length > LONGEST) return null
    const numbers = [writer, edits, at].every(Number.isSafeInteger)
    return numbers ? { key, writer: Number(writer), edits: Number(edits), at: Number(at) } : null
  } catch {
    return null
  }
}

const BEGIN = '-----BEGIN RUHU RESCUE-----'
const END = '-----END RUHU RESCUE-----'

/** The envelope as a text that survives mail and chat (X5). */
export function armour(envelope: Uint8Array): string {
  const lines = toBase64(envelope).match(/.{1,76}/g) ?? []
  return [BEGIN, ...lines, END, ''].join('\n')
}

/** The envelope in a file: its bytes, or the text around it taken off. Null if the text is cut or no base64. */
export function unarmour(file: Bytes): Bytes | null {
  const text = new TextDecoder('latin1').decode(file)
  const start = text.indexOf(BEGIN)
  if (start < 0) return file
  const end = text.indexOf(END, start)
  if (end < 0) return null
  try {
    return fromBase64(text.slice(start + BEGIN.length, end).replace(/\s+/g, ''))
  } catch {
    return null
  }
}

export async function sha256(data: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', data))
}

export function hex(data: Uint8Array): string {
  return [...data].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function bytesOf(text: string): Bytes {
  return new TextEncoder().encode(text)
}

function join(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function toBase64(data: Uint8Array): string {
  let text = ''
  for (let at = 0; at < data.length; at += 0x8000) text += String.fromCharCode(...data.subarray(at, at + 0x8000))
  return btoa(text)
}

function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
}
