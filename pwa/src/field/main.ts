/** Placeholder until the phone's screens are there. */
import '@/ui/words/phone'
import { createApp, h } from 'vue'
import { store } from '@/store'
import { sync } from '@/sync'

void store.open().then(() => sync.start())
createApp({ render: () => h('p', 'Ruhu') }).mount('#app')
