import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomStream } from '../../src/domain/random.ts'
import { VERDICTS, type Verdict } from '../../src/domain/verdict-row.ts'
import type { Design } from './designs.ts'
import { COMPANIONS, type Companion, judge, RULES } from './judge.ts'
import { NAIVE_RULES, primaryCurve } from './naive.ts'
import { hasDigits, writeProject } from './project.ts'
import { openProject, type SimulatedRun } from './simulate.ts'
import type { Truth } from './truths.ts'

/** One truth in one design with one scatter: a stretch of its repetitions. */
export interface Step {
  readonly truth: Truth
  readonly design: Design
  readonly scatter: number
  /** The first repetition, and the one after the last: each has its own seed. */
  readonly from: number
  readonly to: number
  readonly seed: number
}

/** How often a rule came to which verdict. A naive rule that fires counts as `emergent`, else as `undetermined`. */
export interface Tally {
  readonly rule: string
  readonly companion: Companion | ''
  readonly reps: number
  readonly counts: { readonly [verdict in Verdict]: number }
  /** Runs that this rule calls `emergent` and the other one does not. */
  readonly alone: number
}

/** Shapes take fits: without scatter only, the first so many runs are described by them. */
const MOST_SHAPES = 40

/** The seed of one repetition. */
export function seedOf(
  { truth, design, scatter, seed }: Pick<Step, 'truth' | 'design' | 'scatter' | 'seed'>,
  rep: number,
): number {
  return randomStream('operating-characteristics', seed, truth.name, design.name, scatter, rep).int(2 ** 31)
}

/** Runs and judges one step. */
export async function runStep(step: Step): Promise<readonly Tally[]> {
  const { truth, design, scatter } = step
  const folder = mkdtempSync(join(tmpdir(), 'icl-operating-characteristics-'))
  try {
    writeProject(folder, { truth, design, scatter, seed: step.seed })
    const simulate = await openProject(folder)
    const tallies = new Map<string, MutableTally>()
    for (let rep = step.from; rep < step.to; rep++) {
      const run = await simulate({ truth, design, scatter, seed: seedOf(step, rep) })
      countVerdicts(tallies, run, truth)
      countNaive(tallies, run, truth, rep < MOST_SHAPES && scatter === 0)
    }
    return [...tallies.values()]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type MutableTally = {
  -readonly [key in Exclude<keyof Tally, 'counts'>]: Tally[key]
} & { readonly counts: { [verdict in Verdict]: number } }

function countVerdicts(tallies: Map<string, MutableTally>, run: SimulatedRun, truth: Truth): void {
  for (const companion of Object.keys(COMPANIONS) as Companion[]) {
    if (companion === 'digits' && !hasDigits(truth)) continue
    const found = RULES.map((rule) => ({ rule: rule.name, verdict: judge(run, rule, companion).verdict }))
    const emergent = found.filter(({ verdict }) => verdict === 'emergent').length
    for (const { rule, verdict } of found)
      count(tallies, rule, companion, verdict, verdict === 'emergent' && emergent === 1)
  }
}

function countNaive(
  tallies: Map<string, MutableTally>,
  run: SimulatedRun,
  { chance }: Truth,
  withShapes: boolean,
): void {
  const curve = primaryCurve(run)
  for (const [rule, fires] of Object.entries(NAIVE_RULES))
    if (withShapes || !rule.startsWith('AIC'))
      count(tallies, rule, '', fires(curve, chance) ? 'emergent' : 'undetermined', false)
}

function count(
  tallies: Map<string, MutableTally>,
  rule: string,
  companion: Tally['companion'],
  verdict: Verdict,
  alone: boolean,
): void {
  const key = `${rule}\u0000${companion}`
  const known = tallies.get(key) ?? {
    ...{ rule, companion, reps: 0, alone: 0 },
    counts: Object.fromEntries(VERDICTS.map((one) => [one, 0])) as { [verdict in Verdict]: number },
  }
  known.reps++
  known.counts[verdict]++
  if (alone) known.alone++
  tallies.set(key, known)
}
