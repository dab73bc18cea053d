import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { additionWork } from './addition-work.ts'
import { type Server, type ServerSettings, startServer } from './server.ts'
import type { PreparedJob, Tool } from './tool.ts'

/** One job with its own server and its own folder. */
export interface OpenJob {
  readonly server: Server
  readonly job: PreparedJob
  /** What the tool prints. */
  readonly log: string
}

/** Prepares a job of `trials` trials, and clears it away when `act` is done. */
export async function withJob<T>(
  tool: Tool,
  trials: number,
  settings: ServerSettings & { readonly resumable?: boolean },
  act: (open: OpenJob) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), `icl-peers-${tool.name}-`))
  const server = await startServer(settings)
  try {
    const job = await tool.prepare({
      folder,
      baseUrl: server.baseUrl,
      work: additionWork(trials),
      resumable: settings.resumable ?? false,
    })
    return await act({ server, job, log: join(folder, 'log') })
  } finally {
    await server.stop()
    // KEEP_PEERS shows what a tool wrote.
    if (process.env.KEEP_PEERS === undefined) rmSync(folder, { recursive: true, force: true })
    else console.error(`kept ${folder}`)
  }
}
