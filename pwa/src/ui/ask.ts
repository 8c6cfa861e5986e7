/** Asking before something that is hard to take back; everything else is saved at once and can be undone. */
import { shallowRef } from 'vue'

export interface Question {
  title: string
  text?: string
  confirm: string
  /** What the way back is called, when 取消 could be read as its opposite. */
  stay?: string
  answer: (yes: boolean) => void
}

export const question = shallowRef<Question | null>(null)

export function ask(what: Omit<Question, 'answer'>): Promise<boolean> {
  question.value?.answer(false)
  return new Promise((resolve) => {
    question.value = {
      ...what,
      answer: (yes) => {
        question.value = null
        resolve(yes)
      },
    }
  })
}
