/** Handing a slip on: as a picture to another app or into the downloads, as a text on the clipboard. */
import { say } from '@/ui/announce'
import { ask } from '@/ui/ask'
import { t, tt } from '@/ui/words'
import { text } from '../book/values'
import { codeOf, numberOf, type Slip } from './slip'

export async function sendPicture(slip: Slip): Promise<void> {
  try {
    const { pictureOf } = await import('./picture')
    const file = await pictureOf([
      [tt(`shared.appointmentState.${slip.state}`), 40, true], [text(slip.resident, 'name'), 56], [slip.dose, 32], [numberOf(slip), 92, true],
      [`${slip.on} ${slip.hours}`, 44], [text(slip.site, 'name'), 40], [text(slip.site, 'address'), 32], [t(slip.ticket ? 'field.appointment.bring' : 'field.appointment.requestedText'), 30],
    ], codeOf(slip), `ruhu-${slip.ticket}.png`)
    if (navigator.canShare?.({ files: [file] })) return await navigator.share({ files: [file] })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(file)
    link.download = file.name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  } catch (error) {
    if ((error as { name?: string }).name !== 'AbortError') say({ text: t('places.notShared'), tone: 'warn' })
  }
}

/** Where the browser keeps the clipboard to itself the text is shown, to be copied by hand. */
export async function copy(message: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(message)
    say({ text: t('places.copied') })
  } catch {
    await ask({ title: t('places.copyByHand'), text: message, confirm: t('field.close') })
  }
}
