import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { digestOfValue } from '../../src/domain/digest.ts'
import { RULES } from './judge.ts'
import type { Step, Tally } from './step.ts'

const FOLDER = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'icl-harness',
  'operating-characteristics',
)

/**
 * Runs steps in child processes, so many at a time, and keeps what each found: a simulation that was broken off goes on,
 * and one with more repetitions only makes those. What another rule found does not count.
 * @param onStep told of each step that is there
 */
export async function keptSteps(
  steps: readonly Step[],
  processes: number,
  onStep: (step: Step, tallies: readonly Tally[]) => void,
): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const open = steps[Symbol.iterator]()
  const work = async (): Promise<void> => {
    for (const step of open) onStep(step, readStep(step) ?? (await makeStep(step)))
  }
  await Promise.all(Array.from({ length: processes }, work))
}

function fileOf({ truth, design, scatter, from, to, seed }: Step): string {
  const made = digestOfValue([truth, truth.token(design.sizes), design, RULES]).slice(0, 12)
  return join(FOLDER, `${truth.name}.${design.name}.${scatter}.${from}-${to}.seed-${seed}.${made}.json`)
}

function readStep(step: Step): readonly Tally[] | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(step), 'utf8')) as readonly Tally[]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function makeStep(step: Step): Promise<readonly Tally[]> {
  const { truth, design, scatter, from, to, seed } = step
  const child = join(import.meta.dirname, 'step.child.ts')
  const args = [child, truth.name, design.name, ...[scatter, from, to, seed].map(String)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const file = fileOf(step)
  writeFileSync(`${file}.new`, stdout)
  renameSync(`${file}.new`, file)
  return JSON.parse(stdout) as readonly Tally[]
}
