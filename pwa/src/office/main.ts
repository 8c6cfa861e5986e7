/** The office's entry: words, looks, pages. Nothing of it is loaded by a phone. */
import '@/ui/words/desk'
import '@/ui/tokens.css'
import './office.css'
import { createApp } from 'vue'
import { wordsReady } from '@/ui/words'
import { whenSignedOut, whenStale } from './api/call'
import Office from './Office.vue'
import { router } from './router'
import { me, recall } from './signin/account'
import { askAgain } from './signin/again'

whenSignedOut(askAgain)
whenStale(async () => {
  const before = me.value?.account.id
  return before !== undefined && (await recall())?.account.id === before
})

void wordsReady().then(() => createApp(Office).use(router).mount('#app'))
