/**
 * A drawing in few colours as a PNG of 16: a fourth of the size of what a browser writes. The icon goes to every phone.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const HEAD = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
const MOST = 16

type Colour = [red: number, green: number, blue: number, alpha: number]

/** `png`: eight bits of red, green, blue and alpha for each point, not interlaced. */
export function indexed(png: Buffer): Buffer {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const points = unfiltered(inflateSync(Buffer.concat(parts(png, 'IDAT'))), width, height)
  const counts = new Map<number, number>()
  for (let at = 0; at < points.length; at += 4) counts.set(points.readUInt32BE(at), (counts.get(points.readUInt32BE(at)) ?? 0) + 1)
  const palette = chosen(counts)
  const nearest = new Map([...counts.keys()].map((colour) => [colour, closest(colour, palette)]))
  const lines = Buffer.alloc(height * (width / 2 + 1))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = nearest.get(points.readUInt32BE(4 * (y * width + x)))!
      lines[y * (width / 2 + 1) + 1 + (x >> 1)]! |= x % 2 ? index : index << 4
    }
  }
  const size = Buffer.alloc(13)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  size.set([4, 3, 0, 0, 0], 8)
  const colours = palette.map(colourOf)
  return Buffer.concat([
    HEAD, part('IHDR', size), part('PLTE', Buffer.from(colours.flatMap(([r, g, b]) => [r, g, b]))), part('tRNS', Buffer.from(colours.map((one) => one[3]))),
    part('IDAT', deflateSync(lines, { level: 9 })), part('IEND', Buffer.alloc(0)),
  ])
}

/** The most frequent colours, each far from those before it. */
function chosen(counts: Map<number, number>): number[] {
  const frequent = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour)
  for (let apart = 60; ; apart -= 2) {
    const found: number[] = []
    for (const colour of frequent) if (found.every((one) => distance(one, colour) > apart)) found.push(colour)
    if (found.length >= MOST || apart === 0) return found.slice(0, MOST)
  }
}

function closest(colour: number, palette: number[]): number {
  return palette.reduce((best, one, index) => (distance(one, colour) < distance(palette[best]!, colour) ? index : best), 0)
}

function colourOf(colour: number): Colour {
  return [colour >>> 24, (colour >>> 16) & 255, (colour >>> 8) & 255, colour & 255]
}

function distance(a: number, b: number): number {
  const [one, other] = [colourOf(a), colourOf(b)]
  return Math.hypot(...one.map((part, index) => part - other[index]!))
}

function parts(png: Buffer, name: string): Buffer[] {
  const found: Buffer[] = []
  for (let at = HEAD.length; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === name) found.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  return found
}

function part(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}

/** Each line of a PNG is told as its difference from what stands left of it and above it. */
function unfiltered(data: Buffer, width: number, height: number): Buffer {
  const long = width * 4
  const out = Buffer.alloc(long * height)
  for (let y = 0; y < height; y++) {
    const way = data[y * (long + 1)]
    for (let x = 0; x < long; x++) {
      const left = x < 4 ? 0 : out[y * long + x - 4]!
      const above = y === 0 ? 0 : out[(y - 1) * long + x]!
      const corner = x < 4 || y === 0 ? 0 : out[(y - 1) * long + x - 4]!
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][way ?? 0]!
      out[y * long + x] = data[y * (long + 1) + 1 + x]! + guess
    }
  }
  return out
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner
  const [a, b, c] = [left, above, corner].map((one) => Math.abs(guess - one)) as [number, number, number]
  return a <= b && a <= c ? left : b <= c ? above : corner
}
