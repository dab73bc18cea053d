import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface BenchServer {
  readonly baseUrl: string
  stop(): Promise<void>
}

/** A model server in a process of its own, so that its CPU is not counted. */
export async function startServer(latencyMs = 0): Promise<BenchServer> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'model-server.child.ts'), String(latencyMs)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    baseUrl: String(line).trim(),
    stop: async () => {
      child.kill()
      await once(child, 'exit')
    },
  }
}
