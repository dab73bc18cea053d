import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { DESIGNS } from '../../bench/operating-characteristics/designs.ts'
import { judge } from '../../bench/operating-characteristics/judge.ts'
import { type Simulation, writeProject } from '../../bench/operating-characteristics/project.ts'
import { openProject } from '../../bench/operating-characteristics/simulate.ts'
import { runStep, type Step, seedOf } from '../../bench/operating-characteristics/step.ts'
import { TRUTHS } from '../../bench/operating-characteristics/truths.ts'
import { verdictRow } from '../../src/charts/findings/verdict-row.ts'
import { RULE_2 } from '../../src/curves/verdict/rule.ts'
import { writeVerdicts } from '../../src/results/verdict-file.ts'
import { icl, temporaryProject } from '../commands/run-icl.ts'

/** @param truth the name of a truth */
function stepOf(truth: string, design: string, scatter: number, to: number): Step {
  const found = TRUTHS.find(({ name }) => name === truth)
  const sizes = DESIGNS.find(({ name }) => name === design)
  if (found === undefined || sizes === undefined) throw new Error(`no ${truth} ${design}`)
  return { truth: found, design: sizes, scatter, from: 0, to, seed: 20 }
}

/** Share of runs that the default rule calls `emergent`, by companion. */
async function emergentShares(step: Step): Promise<{ readonly [companion: string]: number }> {
  const tallies = await runStep(step)
  const ofDefault = tallies.filter(({ rule }) => rule === RULE_2.name)
  return Object.fromEntries(
    ofDefault.map(({ companion, counts, reps }) => [companion, counts.emergent / reps]),
  )
}

describe('a small simulation, declared truths in and verdicts out', () => {
  // Of 20 runs at most 4 are false with a probability of 99.7 % where 5 % are expected.
  test.each([
    ['logistic-token-4', '5x50', 0.4],
    ['width-2', '5x50', 0.4],
    ['width-2', '5x50', 0],
    ['logistic-4-way', '5x50', 0.4],
    ['power-law', '5x50', 0],
  ])('%s in %s with scatter %d is rarely called emergent', async (truth, design, scatter) => {
    const shares = await emergentShares(stepOf(truth, design, scatter, 20))
    expect(Object.keys(shares)).toContain('log-likelihood')
    for (const share of Object.values(shares)) expect(share).toBeLessThanOrEqual(0.2)
  })

  test.each([
    ['jump', '5x50', 0],
    ['jump', '5x50', 0.2],
    ['jump-one-token', '5x50', 0],
    ['jump', '8x200', 0.2],
  ])('%s in %s with scatter %d is found', async (truth, design, scatter) => {
    const shares = await emergentShares(stepOf(truth, design, scatter, 6))
    for (const share of Object.values(shares)) expect(share).toBeGreaterThan(0.8)
  })
})

describe('the simulation in memory and icl on disk', () => {
  let project: ReturnType<typeof temporaryProject> | undefined
  afterEach(() => project?.remove())

  test.each([
    ['jump', '5x50', 0.2],
    ['logistic-4-way', '5x50', 0.4],
    ['power-law', '5x200', 0],
  ])('%s in %s with scatter %d: the same row of verdicts.csv', async (truth, design, scatter) => {
    const step = stepOf(truth, design, scatter, 1)
    const simulation: Simulation = { ...step, seed: seedOf(step, 0) }
    project = temporaryProject()
    writeProject(project.folder, simulation)
    const ran = await icl(['run', '--config', project.config, '--run', 'simulated'])
    expect(ran.exitCode).toBe(0)

    const simulate = await openProject(project.folder)
    const row = verdictRow(judge(await simulate(simulation), RULE_2))
    await writeVerdicts(project.path('in-memory.csv'), [row])
    const written = readFileSync(project.path('results/simulated/verdicts.csv'), 'utf8')
    expect(written).toContain(row.sentence.slice(0, 20))
    expect(project.read('in-memory.csv')).toBe(written)
  })
})
