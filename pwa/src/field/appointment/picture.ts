/** The slip as a picture, for a chat: drawn by hand, because a screenshot would carry the rest of the screen along. */
import { t, tt } from '@/ui/words'
import { text } from '../book/values'
import { draw } from '../rescue/code'
import { codeOf, type Slip } from './slip'

const WIDTH = 720
const MARGIN = 48
const BLUE = '#123f8e'

export async function pictureOf(slip: Slip): Promise<File> {
  const canvas = document.createElement('canvas')
  const height = paint(canvas, slip)
  canvas.height = height
  paint(canvas, slip)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  return new File([blob ?? new Blob()], `ruhu-${slip.ticket || 'slip'}.png`, { type: 'image/png' })
}

/** Paints as far as the canvas reaches; returns how high it has to be. */
function paint(canvas: HTMLCanvasElement, slip: Slip): number {
  canvas.width = WIDTH
  const context = canvas.getContext('2d')!
  context.fillStyle = '#fff'
  context.fillRect(0, 0, WIDTH, canvas.height)
  context.strokeStyle = BLUE
  context.lineWidth = 6
  context.strokeRect(14, 14, WIDTH - 28, canvas.height - 28)
  let y = 40
  const write = (what: string, size: number, colour = '#14202e', bold = false): void => {
    context.font = `${bold ? 700 : 400} ${size}px sans-serif`
    context.fillStyle = colour
    context.textAlign = 'center'
    for (const line of wrapped(context, what)) context.fillText(line, WIDTH / 2, (y += size * 1.35))
    y += size * 0.25
  }
  write(tt(`shared.appointmentState.${slip.state}`), 40, BLUE, true)
  write(text(slip.resident, 'name'), 56, undefined, true)
  write(slip.dose, 32)
  write(slip.ticket ? t('places.ticket', { n: slip.ticket }) : t('places.noTicket'), 92, BLUE, true)
  write(`${slip.on} ${slip.hours}`, 44, undefined, true)
  write(text(slip.site, 'name'), 40, undefined, true)
  write(text(slip.site, 'address'), 32)
  const code = document.createElement('canvas')
  draw(code, codeOf(slip), 360, 'byte')
  context.imageSmoothingEnabled = false
  context.drawImage(code, (WIDTH - 360) / 2, y + 16, 360, 360)
  y += 380
  write(t('field.appointment.bring'), 30)
  return y + 40
}

function wrapped(context: CanvasRenderingContext2D, what: string): string[] {
  const lines = ['']
  for (const part of what.match(/[\w,.–-]+|[^]/g) ?? []) {
    const last = lines.length - 1
    if (lines[last] && context.measureText(lines[last] + part).width > WIDTH - 2 * MARGIN) lines.push(part.trim())
    else lines[last] += part
  }
  return lines.filter(Boolean)
}
