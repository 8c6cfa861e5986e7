/** Builds two separate apps from one tree: the phone (index.html) and the office (office.html), and the phone's worker. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { precache } from './build/precache.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const { version } = JSON.parse(readFileSync(here('./package.json'), 'utf8')) as { version: string }

/** `--mode phone` or `--mode office` builds one of the two alone, while the other does not compile. */
export default defineConfig(({ mode }) => ({
  plugins: [vue(), precache()],
  resolve: { alias: { '@': here('./src') } },
  define: { __VUE_OPTIONS_API__: 'false', 'import.meta.env.VITE_APP': JSON.stringify(version) },
  build: {
    target: 'es2020',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: {
        ...(mode === 'office' ? {} : { phone: here('./index.html'), sw: here('./src/sw.ts') }),
        ...(mode === 'phone' ? {} : { office: here('./office.html') }),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
}))
