/** Handing a slip on: as a picture to another app or into the downloads, as a text on the clipboard. */
import { say } from '@/ui/announce'
import { t } from '@/ui/words'
import type { Slip } from './slip'

export async function sendPicture(slip: Slip): Promise<void> {
  try {
    const file = await (await import('./picture')).pictureOf(slip)
    if (navigator.canShare?.({ files: [file] })) await navigator.share({ files: [file] })
    else (await import('../rescue/file')).save(file)
  } catch (error) {
    if ((error as { name?: string }).name !== 'AbortError') say({ text: t('places.notShared'), tone: 'warn' })
  }
}

/** False where the browser keeps the clipboard to itself: then the text is shown, to be copied by hand. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    say({ text: t('places.copied') })
    return true
  } catch {
    return false
  }
}
