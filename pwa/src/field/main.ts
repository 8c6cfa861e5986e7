/** The phone's entry: words, then the store with everything it holds, then the first screen. */
import { createApp } from 'vue'
import '@/ui/tokens.css'
import '@/ui/theme.css'
import '@/ui/words/phone'
import { store, type Fault } from '@/store'
import { sync } from '@/sync'
import { registerWorker } from '@/sync/worker'
import { wordsReady } from '@/ui/words'
import App from './App.vue'
import { followDay } from './book/today'
import CannotStart from './enrol/CannotStart.vue'
import { applyTextSize } from './me/textSize'
import { startRescue } from './rescue/rescue'
import { router } from './router'
import { wanted } from './appointment/wanted'

async function start(): Promise<void> {
  applyTextSize()
  await Promise.all([wordsReady(), store.open()])
  followDay()
  createApp(App).use(router).mount('#app')
  startRescue()
  sync.wants(wanted)
  sync.start()
  void registerWorker()
}

/* Never a blank page: a browser in private mode may refuse to keep anything. */
start().catch((fault: unknown) => {
  const code = (fault as Partial<Fault> | null)?.code ?? 'start_failed'
  createApp(CannotStart, { code }).mount('#app')
})
