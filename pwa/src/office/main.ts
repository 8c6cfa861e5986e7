/** The office's entry: words, looks, pages. Nothing of it is loaded by a phone. */
import '@/ui/words/desk'
import '@/ui/tokens.css'
import './office.css'
import { createApp } from 'vue'
import { wordsReady } from '@/ui/words'
import { whenSignedOut } from './api/call'
import Office from './Office.vue'
import { router } from './router'
import { me } from './signin/account'

whenSignedOut(() => {
  me.value = null
  const here = router.currentRoute.value
  if (here.name !== 'signin') void router.replace({ name: 'signin', query: { to: here.fullPath } })
})

void wordsReady().then(() => createApp(Office).use(router).mount('#app'))
