/** The phone's tests: no browser, IndexedDB from fake-indexeddb, and only `fetch` stands in for the server. */
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    environment: 'node',
    maxWorkers: 2,
    testTimeout: 20_000,
  },
})
