/** The envelope as a file: handed to another app, or saved; and files that somebody hands to this phone. */
import type { Sealed } from '@/store/rescue'
import { Failure } from '@/store/fault'
import { clock } from '@/ui/dates'
import { t } from '@/ui/words'
import type { Reader } from '../camera/code'
import { Net } from './frames'
import { armour, unarmour } from './seal'

type Bytes = Uint8Array<ArrayBuffer>

/** A text file, because browsers and chat apps pass those on; what it is stands above the seal. */
export function fileOf({ envelope, edits, at, writer }: Sealed): File {
  const stamp = new Date(at).toISOString().replaceAll(/[-:]|\..*/g, '')
  const head = t('rescue.file.head', { writer, n: edits, time: clock(at, '') })
  return new File([`${head}\n\n${armour(envelope)}`], `ruhu-rescue-${writer}-${stamp}.txt`, { type: 'text/plain' })
}

/** Whether this browser can hand files to other apps. */
export function canShare(): boolean {
  const probe = new File([''], 'ruhu.txt', { type: 'text/plain' })
  return typeof navigator.share === 'function' && (navigator.canShare?.({ files: [probe] }) ?? false)
}

/** False when the person changed their mind. */
export async function share(file: File): Promise<boolean> {
  try {
    await navigator.share({ files: [file], title: file.name })
    return true
  } catch (error) {
    if ((error as { name?: string }).name === 'AbortError') return false
    throw new Failure('rescue_not_shared')
  }
}

export function save(file: File): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** The envelopes in files: rescue files as they are, and photographs of codes, all of one series together. */
export async function envelopesIn(files: File[], makeReader: () => Promise<Reader>, net: Net): Promise<Bytes[]> {
  const found: Bytes[] = []
  for (const file of files) {
    if (file.type.startsWith('image/')) {
      const picture = await createImageBitmap(file).catch(() => null)
      for (const text of picture ? await (await makeReader())(picture, true) : []) {
        const caught = await net.take(text)
        if (caught.kind === 'whole') found.push(caught.envelope)
      }
      continue
    }
    const envelope = unarmour(new Uint8Array(await file.arrayBuffer()))
    if (!envelope) throw new Failure('rescue_damaged')
    found.push(envelope)
  }
  return found
}
