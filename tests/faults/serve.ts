// Runs the fault-injecting server by itself, for benches of other tools:
//   node tests/faults/serve.ts --mix peers --latency-ms 50 --limit 32 --port 8123 --seed 1
// Prints its base URL; at SIGINT or SIGTERM what it has seen, as JSON.
import { parseArgs } from 'node:util'
import { FAULT_KINDS, type FaultKind } from './fault-kinds.ts'
import { startFaultServer } from './fault-server.ts'
import { parseMix } from './mix.ts'

const { values } = parseArgs({
  options: {
    mix: { type: 'string', default: 'none' },
    seed: { type: 'string', default: '1' },
    'latency-ms': { type: 'string', default: '0' },
    limit: { type: 'string' },
    'retry-after-s': { type: 'string', default: '1' },
    'drip-ms': { type: 'string', default: '30' },
    'die-after': { type: 'string' },
    'die-as': { type: 'string', default: 'closed' },
    'spares-probes': { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
  },
})

const server = await startFaultServer({
  mix: parseMix(values.mix),
  seed: Number(values.seed),
  latencyMs: Number(values['latency-ms']),
  retryAfterS: Number(values['retry-after-s']),
  dripMs: Number(values['drip-ms']),
  sparesProbes: values['spares-probes'],
  port: Number(values.port),
  ...(values.limit === undefined ? {} : { limit: Number(values.limit) }),
  ...(values['die-after'] === undefined
    ? {}
    : { dies: { after: Number(values['die-after']), as: deathOf(values['die-as']) } }),
})
console.log(server.baseUrl)

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    console.log(JSON.stringify({ ...server.counts, prompts: server.asked.size }))
    process.exit(0)
  })

function deathOf(name: string): 'closed' | FaultKind {
  const kind = ['closed' as const, ...FAULT_KINDS].find((known) => known === name)
  if (kind === undefined) throw new Error(`--die-as ${name}: want closed or ${FAULT_KINDS.join(', ')}`)
  return kind
}
