import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['tests/global-setup.ts'],
    include: ['tests/**/*.test.ts'],
    testTimeout: 20_000,
    // Two cores: more workers would only fight the engine's own processes.
    maxWorkers: 2,
  },
})
