import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a process cost, by its own account and by the clock beside it. */
export interface Usage {
  /** User and system time, microseconds. */
  readonly cpuUs: number
  readonly maxRssBytes: number
  /** From before the process was started until it had ended, milliseconds. */
  readonly wallMs: number
  /** In order of time; empty unless asked for. */
  readonly samples: readonly Sample[]
}

export interface Sample {
  readonly rssBytes: number
  /** Of the heap in use; under --expose-gc, only what is alive. */
  readonly heapBytes: number
  readonly watchedBytes: number
}

export interface MeasureOptions {
  readonly sampleMs?: number
  /** A file whose size is noted beside the memory. */
  readonly watch?: string
}

const PRELOAD = join(import.meta.dirname, 'usage.child.ts')

/** Runs a script under this node and measures it. @throws Error when it fails, with what it said */
export async function measureNode(args: readonly string[], options: MeasureOptions = {}): Promise<Usage> {
  const folder = mkdtempSync(join(tmpdir(), 'icl-usage-'))
  const file = join(folder, 'usage.json')
  const env = {
    ...process.env,
    ICL_USAGE_FILE: file,
    ICL_SAMPLE_MS: String(options.sampleMs ?? 0),
    ICL_WATCHED_FILE: options.watch ?? '',
  }
  try {
    const started = performance.now()
    const child = spawn(process.execPath, ['--import', PRELOAD, ...args], { env })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk
      })
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    const wallMs = performance.now() - started
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${said}`)
    return { ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<Usage, 'wallMs'>), wallMs }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
