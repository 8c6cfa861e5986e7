/** QR codes: drawing one, and reading them from the camera's picture or from a photograph. Loaded when needed. */
import { encodeQR } from 'qr'
import { decodeQR } from 'qr/decode.js'

const QUIET = 4
const LARGEST = 1280

/** Draws a code as large as fits into `width` pixels, in whole pixels a module, black on white. */
export function draw(canvas: HTMLCanvasElement, text: string, width: number, encoding: 'alphanumeric' | 'byte' = 'alphanumeric'): void {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', encoding, border: QUIET })
  const scale = Math.max(2, Math.floor(width / modules.length))
  canvas.width = canvas.height = modules.length * scale
  const context = canvas.getContext('2d')
  if (!context) return
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#000'
  modules.forEach((row, y) => row.forEach((dark, x) => {
    if (dark) context.fillRect(x * scale, y * scale, scale, scale)
  }))
}

interface Native { detect(source: CanvasImageSource): Promise<{ rawValue: string }[]> }
interface NativeClass {
  new (options: { formats: string[] }): Native
  getSupportedFormats(): Promise<string[]>
}

/** Reads the codes in a picture: by the browser where it can, else by the package. `patient`: a photograph, not a film. */
export type Reader = (source: HTMLVideoElement | ImageBitmap, patient?: boolean) => Promise<string[]>

export async function reader(): Promise<Reader> {
  const Detector = (globalThis as { BarcodeDetector?: NativeClass }).BarcodeDetector
  const formats = await Detector?.getSupportedFormats().catch(() => []) ?? []
  let native = Detector && formats.includes('qr_code') ? new Detector({ formats: ['qr_code'] }) : null
  const canvas = document.createElement('canvas')
  return async (source, patient = false) => {
    const found = await native?.detect(source).catch(() => null)
    if (found) return found.map((one) => one.rawValue)
    native = null
    const text = byPackage(canvas, source, patient)
    return text === null ? [] : [text]
  }
}

function byPackage(canvas: HTMLCanvasElement, source: HTMLVideoElement | ImageBitmap, patient: boolean): string | null {
  const [wide, high] = 'videoWidth' in source ? [source.videoWidth, source.videoHeight] : [source.width, source.height]
  const scale = Math.min(1, LARGEST / Math.max(wide, high, 1))
  canvas.width = Math.round(wide * scale)
  canvas.height = Math.round(high * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context || canvas.width === 0) return null
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  const { width, height, data } = context.getImageData(0, 0, canvas.width, canvas.height)
  try {
    return decodeQR({ width, height, data }, patient ? { effort: Infinity, timeLimit: 2000 } : {})
  } catch {
    return null
  }
}
