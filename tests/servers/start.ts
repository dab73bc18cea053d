import { execFile } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { pathOf } from '../real-parts.ts'
import { type RunningServer, startServer } from './server-process.ts'

export type { RunningServer } from './server-process.ts'

const START_TIMEOUT_MS = 60_000

/**
 * Engine threads. One, because llama.cpp's threads wait for each other by spinning: on a machine that does
 * anything else beside, two are many times slower than one.
 */
const THREADS = '1'

export type LlamaServerOptions = {
  /** A GGUF file. */
  readonly modelPath: string
  /** Requests served at a time; 4 where absent. */
  readonly parallel?: number
  /** Context of each of them, tokens; 2048 where absent. */
  readonly contextPerSlot?: number
  readonly extraArgs?: readonly string[]
}

/** Starts llama.cpp's own server with one model, one engine thread; the OpenAI-compatible paths are under `baseUrl` + `/v1`. */
export function startLlamaServer(options: LlamaServerOptions): Promise<RunningServer> {
  const { modelPath, parallel = 4, contextPerSlot = 2048, extraArgs = [] } = options
  return startServer({
    program: pathOf('llama-server'),
    args: (port) => [
      ...['--host', '127.0.0.1', '--port', String(port), '--offline', '--model', modelPath],
      ...['--parallel', String(parallel), '--ctx-size', String(parallel * contextPerSlot)],
      ...['--threads', THREADS],
      ...extraArgs,
    ],
    healthPath: '/health',
    startTimeoutMs: START_TIMEOUT_MS,
  })
}

export type OllamaOptions = {
  /** Name on the server to GGUF file. */
  readonly models: Readonly<Record<string, string>>
  /** Requests served at a time; 1 where absent, as in Ollama itself. */
  readonly parallel?: number
}

/** Starts an Ollama with a model store of its own that holds just these models. */
export async function startOllama(options: OllamaOptions): Promise<RunningServer> {
  const program = pathOf('ollama')
  const server = await startServer({
    program,
    args: () => ['serve'],
    env: (port, folder) => ({
      OLLAMA_HOST: `127.0.0.1:${port}`,
      OLLAMA_MODELS: join(folder, 'models'),
      OLLAMA_NUM_PARALLEL: String(options.parallel ?? 1),
      OLLAMA_NO_CLOUD: '1',
    }),
    healthPath: '/api/version',
    startTimeoutMs: START_TIMEOUT_MS,
  })
  try {
    for (const [name, file] of Object.entries(options.models)) await createModel(program, server, name, file)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function createModel(
  program: string,
  server: RunningServer & { folder: string },
  name: string,
  file: string,
): Promise<void> {
  await offerBlob(server.folder, file)
  const modelfile = join(server.folder, `${encodeURIComponent(name)}.modelfile`)
  await writeFile(modelfile, `FROM ${file}\nPARAMETER num_thread ${THREADS}\n`)
  await promisify(execFile)(program, ['create', name, '-f', modelfile], {
    env: { PATH: process.env.PATH, HOME: server.folder, OLLAMA_HOST: new URL(server.baseUrl).host },
    timeout: START_TIMEOUT_MS,
  })
}

/** Saves Ollama the copy of a file whose name is its SHA-256: its store names blobs by it too. */
async function offerBlob(folder: string, file: string): Promise<void> {
  const sha256 = /^([0-9a-f]{64})\.gguf$/.exec(basename(file))?.[1]
  if (sha256 === undefined) return
  const blobs = join(folder, 'models', 'blobs')
  await mkdir(blobs, { recursive: true })
  await symlink(file, join(blobs, `sha256-${sha256}`)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}
