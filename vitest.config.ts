import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The package by its own name, as scorer files import it; outside of tests icl resolves it by itself.
  resolve: { alias: { 'icl-harness': fileURLToPath(new URL('src/index.ts', import.meta.url)) } },
  test: {
    globalSetup: ['tests/global-setup.ts'],
    include: ['tests/**/*.test.ts'],
    testTimeout: 20_000,
    // Two cores: more workers would only fight the engine's own processes.
    maxWorkers: 2,
  },
})
