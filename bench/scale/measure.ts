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
  /** Time (milliseconds since 1970) and resident bytes; empty unless asked for. */
  readonly samples: readonly (readonly [number, number])[]
  /** Standard output. */
  readonly out: string
}

export interface MeasureOptions {
  readonly sampleMs?: number
  readonly env?: Readonly<Record<string, string>>
}

const PRELOAD = join(import.meta.dirname, 'usage.child.ts')

/** Runs a script under node and measures it. @throws Error when it fails, with what it said */
export async function measureNode(args: readonly string[], options: MeasureOptions = {}): Promise<Usage> {
  const folder = mkdtempSync(join(tmpdir(), 'icl-usage-'))
  const file = join(folder, 'usage.json')
  const env = {
    ...process.env,
    ...options.env,
    ICL_USAGE_FILE: file,
    ICL_SAMPLE_MS: String(options.sampleMs ?? 0),
  }
  try {
    const started = performance.now()
    const { code, out, notes } = await ended(spawn(process.execPath, ['--import', PRELOAD, ...args], { env }))
    const wallMs = performance.now() - started
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${notes}${out}`)
    return { ...(JSON.parse(readFileSync(file, 'utf8')) as Usage), wallMs, out }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function ended(child: ReturnType<typeof spawn>) {
  let out = ''
  let notes = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    notes += chunk
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { code, out, notes }
}

/** The middle of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? Number(sorted[middle])
    : (Number(sorted[middle - 1]) + Number(sorted[middle])) / 2
}
