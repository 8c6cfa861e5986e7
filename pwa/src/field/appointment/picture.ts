/** A slip as a picture, for a chat: drawn by hand, because a screenshot would carry the rest of the screen along. */
import { draw } from '../camera/code'

const WIDTH = 720
const CODE = 360
const BLUE = '#123f8e'

/** A line of text and its size; a blue one is bold. */
export type Line = [text: string, size: number, blue?: boolean]

/** The lines, the code below them, and the last line below that. */
export async function pictureOf(lines: readonly Line[], code: string, name: string): Promise<File> {
  const canvas = document.createElement('canvas')
  canvas.height = paint(canvas, lines, code)
  paint(canvas, lines, code)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done))
  return new File(blob ? [blob] : [], name, { type: 'image/png' })
}

/** Paints as far as the canvas reaches; returns how high it has to be. */
function paint(canvas: HTMLCanvasElement, lines: readonly Line[], code: string): number {
  canvas.width = WIDTH
  const context = canvas.getContext('2d')!
  context.fillStyle = '#fff'
  context.fillRect(0, 0, WIDTH, canvas.height)
  context.strokeStyle = BLUE
  context.lineWidth = 6
  context.strokeRect(14, 14, WIDTH - 28, canvas.height - 28)
  context.textAlign = 'center'
  let y = 40
  for (const [index, [text, size, blue]] of lines.entries()) {
    if (index === lines.length - 1) {
      const small = document.createElement('canvas')
      draw(small, code, CODE, 'byte')
      context.drawImage(small, (WIDTH - CODE) / 2, y + 16, CODE, CODE)
      y += CODE + 20
    }
    context.font = `${blue ? 'bold ' : ''}${size}px sans-serif`
    context.fillStyle = blue ? BLUE : '#14202e'
    let line = ''
    for (const part of [...text.match(/[\w,.–-]+|[^]/g) ?? [], '']) {
      if (part && context.measureText(line + part).width < WIDTH - 96) line += part
      else {
        if (line) context.fillText(line, WIDTH / 2, (y += size * 1.35))
        line = part
      }
    }
    y += size * 0.25
  }
  return y + 40
}
