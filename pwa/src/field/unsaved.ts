/** What was entered and not saved must not go with one slip of the thumb: leaving asks first. */
import { onBeforeRouteLeave } from 'vue-router'
import { ask } from '@/ui/ask'
import { t } from '@/ui/words'

/**
 * Call in the setup of a form's screen. `touch` is to be called when something is entered, `settle` when it was saved or
 * is no longer wanted.
 */
export function useUnsaved(): { touch: () => void; settle: () => void } {
  let entered = false
  onBeforeRouteLeave(() => !entered || ask({ title: t('field.save.leaveAsk'), text: t('field.save.leaveText'), confirm: t('field.save.leave'), stay: t('field.save.stay') }))
  return { touch: () => void (entered = true), settle: () => void (entered = false) }
}
