import { readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { icl, PROJECT, temporaryProject } from './run-icl.ts'

const oneLine = (text: string) => text.replaceAll(/\s+/gu, ' ')

describe('details of an imported task', () => {
  const folder = (name: string) => join(PROJECT, 'results/published', name)

  test('GPT-3 on 2-digit addition: shape and scaling, with what is missing named, and nothing written', async () => {
    const before = readdirSync(folder('gpt3')).map((file) => [
      file,
      statSync(join(folder('gpt3'), file)).mtimeMs,
    ])
    const shown: string[] = []
    const { exitCode, out } = await icl(['curves', folder('gpt3'), '--details', '2D+'], {
      redraw: (line) => shown.push(line),
      monotonic: () => 0,
    })
    expect(exitCode).toBe(0)
    // A page that takes no time shows nothing but itself.
    expect(shown).toEqual([])
    const text = oneLine(out)
    expect(text).toContain('── gpt3, acc, k=50')
    expect(text).toMatch(/hinge 4 0\.00 100 %/u)
    expect(text).toContain('Breakpoint, if there is one: between 2.7B and 13B parameters.')
    expect(text).toContain('joint scaling laws of loss not_identifiable (acc is not in nats per byte)')
    expect(text).toMatch(/first component of \d+ tasks 8 \d+\.\d+ \[/u)
    expect(text).toContain(
      'x = ln C: not_identifiable (0 models of known compute, and it takes 8 that differ)',
    )
    expect(text).toContain(
      'Neither training_flops nor training_tokens is stated for GPT-3 Small, GPT-3 Med, GPT-3 Large and 5 others.',
    )
    expect(out).not.toMatch(/NaN|undefined|Infinity/)
    expect(
      readdirSync(folder('gpt3')).map((file) => [file, statSync(join(folder('gpt3'), file)).mtimeMs]),
    ).toEqual(before)
  })

  test('OPT states its compute, of six models: refused with their number', async () => {
    const { out } = await icl(['curves', folder('opt-bigbench'), '--details', 'implicatures'])
    expect(out).toContain(
      'x = ln C: not_identifiable (6 models of known compute, and it takes 8 that differ)',
    )
  })

  test('scores without errors have no shape, and a task that is not there is refused with the nearest', async () => {
    const { out } = await icl(['curves', folder('gpt3'), '--details', 'PIQA'])
    expect(out.match(/not_identifiable \(neither items nor standard errors are known\)/gu)).toHaveLength(2)
    const unknown = await icl(['curves', folder('gpt3'), '--details', 'piqua'])
    expect([unknown.exitCode, unknown.notes]).toEqual([2, expect.stringContaining('allowed: HellaSwag')])
    const near = await icl(['curves', folder('gpt3'), '--details', 'Piqa'])
    expect([near.exitCode, near.notes]).toEqual([2, expect.stringContaining('did you mean "PIQA"?')])
  })

  test('published losses of crossed sizes and tokens give both joint laws back', async () => {
    const rows = [1e7, 4e7, 1.6e8, 6.4e8].flatMap((n, row) =>
      [1e9, 8e9, 6.4e10].map((d, column) => {
        const loss =
          (1.1 + 300 * n ** -0.32 + 500 * d ** -0.29) * (1 + 0.001 * Math.sin(3 * row + 5 * column))
        const flops = 6 * n * d * Math.exp(Math.sin(7 * row + 2 * column))
        return `m${row}${column},Lab,${n},${d},${flops},pile,nats_per_byte,${-loss},0.004,0`
      }),
    )
    const head = 'model,family,parameters,training_tokens,training_flops,task,metric,score,se,maximum'
    const project = temporaryProject({ 'loss.csv': `${[head, ...rows].join('\n')}\n` })
    const imported = project.path('losses')
    await icl(['import', 'scores', project.path('loss.csv'), '--set', 'shots=0', '--out', imported])
    const text = oneLine((await icl(['curves', imported, '--details', 'pile'])).out)
    project.remove()
    expect(text).toMatch(/L = κ·C\^−α·D\^−β·M\^−γ, 12 models of Lab α, compute −?0\.\d+ \[/u)
    expect(text).toMatch(
      /L = E \+ A·N\^−α \+ B·D\^−β, 12 models of Lab α, parameters 0\.3[12]\d \[.+\] β, data 0\.2[89]\d \[.+\] E 1\.\d+ \[/u,
    )
    expect(text).toContain('Training tokens differ between these models: what they bring is in α.')
    expect(text).toContain('from the standard errors of the scores')
  })
})

describe('details of a run with changed labels and stated training', () => {
  let project: ReturnType<typeof temporaryProject>
  let out: string

  beforeAll(async () => {
    const models = [7e7, 1.4e9, 6.9e9].flatMap((parameters) =>
      [1e9, 1e10, 1e11].map(
        (tokens) =>
          `  - { name: "s-${parameters}-${tokens}", provider: simulated, family: Sim, parameters: ${parameters}, training_tokens: ${tokens}, tuning: base }`,
      ),
    )
    project = temporaryProject({
      'harness.config.yaml': [
        'version: 1',
        'tasks: [tasks/choice.yaml]',
        'providers:',
        '  simulated: { type: simulated, seed: 1, truths: { "*": { kind: logistic, floor: 0.1, ceiling: 0.95, midpoint: 700M, width: 2, shots: { zero: 0.4, half: 1 } } } }',
        'models:',
        ...models,
        'runs:',
        '  labels: { tasks: [category, odd-one-out], shots: [0, 4], limit: 30, per_task: { category: { limit: 60, controls: [gold, flipped-labels] } } }',
      ].join('\n'),
    })
    symlinkSync(join(PROJECT, 'tasks'), project.path('tasks'))
    const ran = await icl(['run', '--config', project.config, '--run', 'labels'])
    expect([ran.exitCode, ran.notes]).toEqual([0, expect.anything()])
    const details = await icl(['curves', project.path('results/labels'), '--details', 'category'])
    expect(details.exitCode).toBe(0)
    out = details.out
  }, 60_000)
  afterAll(() => project.remove())

  test('a model that cannot see the flip goes on with what it knew', () => {
    const section = /label sensitivity at k=4[\s\S]*?\n\n/u.exec(out)?.[0] ?? ''
    expect(section).toMatch(/gives the flipped label \[95 %\]/u)
    expect(section.match(/^ {2}s-\d+/gmu)).toHaveLength(9)
    expect(section).toMatch(/s-6900000000-\d+ .*0\.\d\d \[0\.00, 0\.\d\d\]: (prior-bound, Holm|neither)/u)
    expect(section).toMatch(/prior-bound, Holm [<=] 0\.\d+/u)
    expect(section).not.toContain('follows demonstrations,')
    expect(oneLine(section)).toContain("the next one in the pool's sorted labels, in 0.17 of the answers")
  })

  test('the joint laws say which condition or number is missing', () => {
    const text = oneLine(out)
    expect(text).toContain(
      'L = κ·C^−α·D^−β·M^−γ: not_identifiable (no model states C, D and M, and it takes 8)',
    )
    expect(text).toContain(
      'L = E + A·N^−α + B·D^−β: not_identifiable (the loss does not fall with data beside what falls with size)',
    )
    expect(text).toMatch(/training_flops is not stated for s-70000000-\d+, .* and 6 others\./u)
  })

  test('the score is a sigmoid of compute, as 6·N·D where it is not stated', () => {
    const text = oneLine(out)
    expect(text).toMatch(/ln C 9 0\.\d+ \[0\.\d+, \d+\.\d+\] C = [\d.e]+ \[/u)
    expect(text).toMatch(/C is 6·N·D for s-\S+, \S+, \S+ and 6 others: training_flops is not stated\./u)
    expect(text).toContain('(1 other task with a score of every model, and it takes 2)')
    expect(text).not.toMatch(/NaN|undefined|Infinity/)
  })

  test('in a terminal a slow page names what it computes, and takes it away again; it needs the run folder alone', async () => {
    rmSync(project.path('tasks'))
    rmSync(project.config)
    const shown: string[] = []
    let [clears, clock] = [0, 0]
    const { out: again } = await icl(['curves', project.path('results/labels'), '--details', 'category'], {
      redraw: (line) => shown.push(line),
      redrawClear: () => clears++,
      // Every look at the clock takes half a second.
      monotonic: () => (clock += 500),
    })
    expect(again).toBe(out)
    expect(shown).toContain('computing shapes, breakpoint and width of the rise …')
    expect(shown).toContain('computing joint laws of loss …')
    expect(clears).toBeGreaterThan(0)
  })
})
