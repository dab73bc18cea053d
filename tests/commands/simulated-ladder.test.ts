import { readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VERDICTS, type VerdictRow } from '../../src/domain/verdict-row.ts'
import { readVerdicts } from '../../src/results/verdict-file.ts'
import { icl, PROJECT, temporaryProject } from './run-icl.ts'

/** The run `simulated` of the shipped config, end to end: declared truths in, verdicts out. */
describe('the shipped simulated ladder', () => {
  let project: ReturnType<typeof temporaryProject>
  let out: string
  let rows: readonly VerdictRow[]
  const folder = () => project.path('results/simulated')

  beforeAll(async () => {
    project = temporaryProject({
      'harness.config.yaml': readFileSync(join(PROJECT, 'harness.config.yaml'), 'utf8'),
    })
    symlinkSync(join(PROJECT, 'tasks'), project.path('tasks'))
    const ran = await icl(['run', '--config', project.config, '--run', 'simulated'])
    expect(ran.exitCode).toBe(0)
    out = ran.out
    rows = await readVerdicts(join(folder(), 'verdicts.csv'))
  }, 60_000)
  afterAll(() => project.remove())

  /** At k = 8, the most, which tasks are judged by. */
  const atMost = (task: string) => rows.find((row) => row.task === task && row.shots === 8)

  test.each([
    // Every digit grows along a wide logistic: two digits at once show it, four look like an emergence.
    ['add-2-digit', 'smooth'],
    ['add-4-digit', 'metric_artefact'],
    // Every digit jumps between 1.4B and 2.8B.
    ['multiply-2-digit', 'emergent'],
    // Every digit rises within about two size gaps.
    ['subtract-3-digit', 'undetermined'],
    ['antonyms', 'smooth'],
    ['unscramble', 'flat'],
    // Twenty items.
    ['plurals', 'not_identifiable'],
  ])('%s is %s', (task, verdict) => {
    expect(atMost(task)).toMatchObject({ source: 'simulated', families: 'Simulated', sizes: 8, verdict })
  })

  test('shows each verdict', () => {
    const leading = rows.filter(({ shots }) => shots === 8).map(({ verdict }) => verdict)
    expect(new Set(leading)).toEqual(new Set(VERDICTS))
  })

  test('finds the jump where it was declared, and no other', () => {
    expect(atMost('multiply-2-digit')).toMatchObject({ gapLow: 1.4e9, gapHigh: 2.8e9 })
    expect(new Set(rows.flatMap(({ task, verdict }) => (verdict === 'emergent' ? [task] : [])))).toEqual(
      new Set(['multiply-2-digit']),
    )
  })

  test('has a row a task and number of demonstrations, each with a sentence', () => {
    expect(rows).toHaveLength(7 * 5)
    for (const { sentence, shots, verdict, needed } of rows) {
      expect(sentence).toContain(`k=${shots}`)
      expect(sentence).not.toMatch(/NaN|undefined|Infinity/)
      if (verdict === 'not_identifiable') expect(needed).toBe('30 items that every size has')
    }
  })

  test('says each verdict below its task, at the most demonstrations, and counts them at the end', () => {
    const text = out.replaceAll(/\s+/gu, ' ')
    for (const task of new Set(rows.map((row) => row.task))) expect(text).toContain(atMost(task)?.sentence)
    expect(text).not.toContain('at k=4')
    expect(out).toMatch(
      /Findings over model size[\s\S]*emergent: 1 \(multiply-2-digit\)[\s\S]*smooth: 2 \(add-2-digit, antonyms\)/,
    )
    expect(text.split('training-seed variance is not in these intervals')).toHaveLength(2)
  })

  test('--details prints every part of one task, and writes nothing', async () => {
    const before = readFileSync(join(folder(), 'verdicts.csv'), 'utf8')
    const started = performance.now()
    const { exitCode, out: details } = await icl(['curves', folder(), '--details', 'subtract-3-digit'])
    expect(exitCode).toBe(0)
    expect(performance.now() - started).toBeLessThan(20_000)
    for (const part of [
      /^verdict$/mu,
      /^exact match: adjacent sizes, paired \(McNemar, exact\)$/mu,
      /^digit accuracy: adjacent sizes, paired \(sign flips\)$/mu,
      /^ {2}hinge +4 +\d+\.\d\d/mu,
      /Breakpoint, if there is one: between \S+ and \S+ parameters/u,
      /W = \d\.\d\d decades/u,
      /BIG-bench descriptors/u,
      /^gain per doubling of size$/mu,
      /Diminishing returns: /u,
      /^frontier of score against size/mu,
      /^upsets/mu,
      /^learning from demonstrations/mu,
      /^size × demonstrations$/mu,
      /^emergence of learning/mu,
    ])
      expect(details).toMatch(part)
    expect(details).not.toMatch(/NaN|undefined|Infinity/)
    expect(readFileSync(join(folder(), 'verdicts.csv'), 'utf8')).toBe(before)
    const again = await icl(['curves', folder(), '--details', 'subtract-3-digit'])
    expect(again.out).toBe(details)
  })

  test('what cannot be is refused with what can', async () => {
    const task = await icl(['curves', folder(), '--details', 'antonym'])
    expect([task.exitCode, task.notes]).toEqual([2, expect.stringContaining('did you mean "antonyms"?')])
    const join = await icl(['curves', folder(), '--join', 'famly'])
    expect([join.exitCode, join.notes]).toEqual([
      2,
      expect.stringContaining('Allowed: family, tuning, quantization'),
    ])
  })
})

describe('a run of a few sizes in several families', () => {
  const QUICKSTART = join(PROJECT, 'results/reference/quickstart')

  test('says first, and once, that no curve can carry a verdict, and why', async () => {
    const written = statSync(join(QUICKSTART, 'verdicts.csv')).mtimeMs
    const { exitCode, out } = await icl(['curves', QUICKSTART])
    expect(exitCode).toBe(0)
    const text = out.replaceAll(/\s+/gu, ' ')
    expect(text).toMatch(
      /^No curve of this run can carry a verdict on emergence: the longest line of models of one family has 2 sizes \(Qwen2\.5-Coder\), and a verdict needs 5 sizes over at least 1 decade in one family\. add-2-digit/,
    )
    expect(text).not.toMatch(/No verdict at|Findings over/)
    expect(statSync(join(QUICKSTART, 'verdicts.csv')).mtimeMs).toBe(written)
  })

  test('joined, it still lacks sizes', async () => {
    const { out } = await icl(['curves', QUICKSTART, '--join', 'family,tuning,quantization'])
    expect(out.replaceAll(/\s+/gu, ' ')).toMatch(/^No curve .* the longest line of models has 4 sizes/)
  })
})
