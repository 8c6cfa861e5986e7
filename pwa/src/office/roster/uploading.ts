/** Files chosen together are sent one after the other; what is not taken is kept with its reason, the others go on. */
import { ref, type Ref } from 'vue'
import { LARGEST, upload } from './desk'
import { hold } from './held'
import type { Received } from './shapes'

export interface Refusal { name: string; code: 'too_large' | 'file.type' | ''; error: unknown }
export interface Uploading {
  now: Ref<{ name: string; n: number; all: number } | null>; refused: Ref<Refusal[]>
  send: (files: File[], area?: string) => Promise<Received[]>
}

const TABLE = /\.(xlsx|xlsm|xls|csv|txt|tsv)$/i

/** What can be seen of a file without sending it. */
export function faultOf(file: { name: string; size: number }): Refusal['code'] {
  if (!TABLE.test(file.name)) return 'file.type'
  return file.size > LARGEST ? 'too_large' : ''
}

export function useUploading(): Uploading {
  const now: Uploading['now'] = ref(null)
  const refused: Ref<Refusal[]> = ref([])

  async function send(files: File[], area = ''): Promise<Received[]> {
    if (now.value) return []
    refused.value = []
    const taken: Received[] = []
    for (const [at, file] of files.entries()) {
      const code = faultOf(file)
      if (code) {
        refused.value = [...refused.value, { name: file.name, code, error: null }]
        continue
      }
      now.value = { name: file.name, n: at + 1, all: files.length }
      try {
        const one = await upload(file, area)
        hold(one.id, file)
        taken.push(one)
      } catch (error) {
        refused.value = [...refused.value, { name: file.name, code: '', error }]
      }
    }
    now.value = null
    return taken
  }
  return { now, refused, send }
}
