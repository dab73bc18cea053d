import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Config, readCurves, readTrials, runSuite } from '../../src/index.ts'
import { icl } from '../commands/run-icl.ts'
import { describeWith, pathOf } from '../real-parts.ts'
import { sumsProject } from './sums-project.ts'

const WEIGHTS = 'smollm2-135m-instruct'

const config: Config = {
  providers: { local: { type: 'llama', processes: 2 } },
  models: [
    {
      ...{ name: 'smol', provider: 'local', family: 'SmolLM2', parameters: '135M', tuning: 'instruct' },
      ...{ quantization: 'Q4_1', weights: [{ file: pathOf(WEIGHTS) }] },
    },
  ],
  tasks: [
    {
      suite: 'case',
      tasks: [
        {
          name: 'upper',
          items: ['house', 'river', 'green', 'music', 'table', 'cloud', 'stone', 'bread'].map((input) => ({
            input,
            target: input.toUpperCase(),
          })),
          pool: 4,
          template: { input: '{{ input }} ->', demonstration_delimiter: '\n' },
          decoding: { max_tokens: 8, stop: ['\n'] },
          metrics: ['exact_match', 'target_loglikelihood'],
          companion: 'target_loglikelihood',
        },
      ],
    },
  ],
  defaults: { shots: [0, 4] },
}

describeWith([WEIGHTS], 'runSuite on the built-in engine', () => {
  let project: ReturnType<typeof sumsProject>
  beforeEach(() => {
    project = sumsProject(config)
  })
  afterEach(() => project.remove())

  test('asks a real model, gives what the command gives, and leaves no process behind', async () => {
    const { folder, state, trials } = await runSuite({ config, folder: project.folder, run: 'code' })
    expect([state, trials.asked]).toEqual(['complete', 8])
    const { points } = await readCurves(folder)
    const score = (shots: number) =>
      points.find((point) => point.shots === shots && point.metric === 'exact_match')?.score
    // Shown four words, it writes capital letters.
    expect(score(4)).toBeGreaterThanOrEqual(score(0) ?? 1)
    const code = await Array.fromAsync(readTrials(folder))
    expect(code.every(({ engine }) => engine.startsWith('node-llama-cpp@'))).toBe(true)
    await icl(['run', '--config', project.config, '--run', 'command'])
    const command = await Array.fromAsync(readTrials(project.path('results/command')))
    const answers = (rows: typeof code) =>
      rows.map(({ trialKey, response, scores }) => [trialKey, response, scores]).toSorted()
    expect(answers(code)).toEqual(answers(command))
  }, 120_000)
})
