import { openReal } from './real-engine.ts'

// Run as a process of its own: opens a model, says so, and waits to be killed.
await openReal('smollm2-135m-instruct')
process.send?.('open')
setInterval(() => {}, 1000)
