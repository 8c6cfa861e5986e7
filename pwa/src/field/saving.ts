/** Saving from a screen: one group, then 已保存 with undo; when it fails, what happened and that nothing was lost. */
import { ref } from 'vue'
import { store, type Draft, type Fault, type Saved } from '@/store'
import { hush, say } from '@/ui/announce'
import { t, tt } from '@/ui/words'
import { saidOf } from './appointment/promise'

/** True while a save is on its way to the disk; buttons wait for it. */
export const saving = ref(false)

export function faultText(fault: unknown): string {
  const { code, message } = (fault ?? {}) as Partial<Fault>
  return tt(`error.${code ?? 'unknown'}`, undefined, message ?? t('field.save.failed'))
}

export async function undo(group: string): Promise<void> {
  try {
    await store.undo(group)
    say({ text: t('field.save.undone') })
  } catch (fault) {
    say({ text: faultText(fault), tone: 'warn' })
  }
}

/** What is often done next; offered beside 撤销. */
export interface Following {
  label: string
  go: (saved: Saved) => void
}

/** Null when it could not be saved; the reason has then been shown, and the form keeps what was entered. */
export async function save(drafts: Draft[], next?: Following): Promise<Saved | null> {
  if (saving.value) return null
  if (drafts.length === 0) {
    say({ text: t('field.save.nothing') })
    return { group: '', ids: [] }
  }
  saving.value = true
  hush()
  try {
    const saved = await store.save(drafts)
    say({ text: saidOf(saved) || t('field.save.saved'), undo: () => undo(saved.group), ...(next ? { next: { label: next.label, go: () => next.go(saved) } } : {}) })
    return saved
  } catch (fault) {
    say({ text: faultText(fault), tone: 'warn' })
    return null
  } finally {
    saving.value = false
  }
}
