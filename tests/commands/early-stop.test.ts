import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { wilsonInterval } from '../../src/curves/wilson.ts'
import { icl, temporaryProject } from './run-icl.ts'

const ITEMS = 60
const CONFIG = `version: 1
providers:
  simulated: {type: simulated, truth: {kind: logistic, midpoint: 800M, width: 1.5, shots: {zero: 0.2, half: 1}}}
models:
  - {name: s, provider: simulated, family: S, parameters: 20M}
  - {name: m, provider: simulated, family: S, parameters: 1B}
  - {name: l, provider: simulated, family: S, parameters: 70B}
default_run: first
runs:
  all: {shots: [0, 2]}
  first: {shots: [0, 2], stop_when: {ci_width: 0.3}}
`
const TASK = {
  suite: 'sums',
  tasks: [
    {
      name: 'sum',
      items: Array.from({ length: ITEMS + 4 }, (_, n) => ({
        id: `i${n}`,
        input: `${n} + ${n}`,
        target: `${2 * n}`,
      })),
      pool: ['i60', 'i61', 'i62', 'i63'],
      template: { input: '{{ input }} =' },
      decoding: { max_tokens: 8, stop: ['\n'] },
      extractions: [{ name: 'first_line', type: 'first-line' }],
      metrics: ['exact_match'],
      primary: 'exact_match',
    },
  ],
}

let project: ReturnType<typeof temporaryProject>
beforeEach(() => {
  project = temporaryProject({ 'harness.config.yaml': CONFIG, 'tasks/sums.yaml': JSON.stringify(TASK) })
})
afterEach(() => project.remove())

type Row = Record<string, string>
const read = (file: string): Row[] =>
  parse(readFileSync(project.path(`results/first/${file}`)), { columns: true })
const run = (...args: string[]) => icl(['run', '--config', project.config, ...args])
const settled = (): string[] =>
  read('trials.csv')
    .map(({ latency_ms: _l, attempts: _a, finished_at: _f, cached_tokens: _c, ...rest }) =>
      JSON.stringify(rest),
    )
    .toSorted()

/** The rule, worked out anew from all rows: the first multiple of 10 items at which no interval is too wide. */
function neededItems(rows: readonly Row[], shots: string, width: number): number {
  for (let items = 10; items < ITEMS; items += 10) {
    const widths = ['s', 'm', 'l'].map((model) => {
      const first = rows.filter(
        (row) => row.model === model && row.shots === shots && Number(row.item?.slice(1)) < items,
      )
      const right = first.filter((row) => row.score_exact_match === '1').length
      const { low, high } = wilsonInterval(right / first.length, first.length)
      return high - low
    })
    if (Math.max(...widths) <= width) return items
  }
  return ITEMS
}

test('points stop together where all are precise enough, and say so', async () => {
  await run('--run', 'all')
  const all: Row[] = parse(readFileSync(project.path('results/all/trials.csv')), { columns: true })
  const { exitCode, out } = await run()
  expect(exitCode).toBe(0)
  const needed = Object.fromEntries(['0', '2'].map((shots) => [shots, neededItems(all, shots, 0.3)]))
  expect(Math.min(...Object.values(needed))).toBeLessThan(ITEMS)
  for (const point of read('curve.csv')) {
    const items = needed[point.shots ?? ''] ?? Number.NaN
    expect([point.items, point.items_dropped, point.stopped]).toEqual([
      String(items),
      '0',
      items === ITEMS ? '' : `ci_width<=0.3 at ${items} of 60 items`,
    ])
    if (items < ITEMS) expect(Number(point.ci_high) - Number(point.ci_low)).toBeLessThanOrEqual(0.3)
  }
  expect(read('trials.csv')).toHaveLength(3 * ((needed['0'] ?? 0) + (needed['2'] ?? 0)))
  expect(out).toMatch(
    /sum: stopped early at \d+( to \d+)? of 60 items in \d of 2 conditions \(ci_width<=0\.3\)/,
  )
  expect(parseYaml(project.read('results/first/run.yaml')).stop_when).toEqual({ ci_width: 0.3 })

  // From the folder alone, and again: the same.
  const curve = project.read('results/first/curve.csv')
  expect((await icl(['curves', project.path('results/first')])).out).toContain('sum: stopped early')
  expect(project.read('results/first/curve.csv')).toBe(curve)
  expect((await run()).out).toContain('ran 0 trials')
})

test('interrupted anywhere and resumed, it decides the same', async () => {
  await run()
  const whole = settled()
  const curve = project.read('results/first/curve.csv').replaceAll(/,[\d.]*$/gm, '')
  writeFileSync(project.config, CONFIG.replace('{type: simulated,', '{type: simulated, latency_ms: 1,'))
  for (const cut of [1, 23, 64, 111, 150]) {
    rmSync(project.path('results'), { recursive: true })
    const draining = new AbortController()
    let calls = 0
    const sleep = async () => {
      if (++calls === cut) draining.abort()
    }
    const first = await icl(['run', '--config', project.config], { draining: draining.signal, sleep })
    expect(first.exitCode).toBe(130)
    expect((await icl(['run', '--config', project.config], { sleep: async () => {} })).exitCode).toBe(0)
    expect(settled()).toEqual(whole)
    expect(project.read('results/first/curve.csv').replaceAll(/,[\d.]*$/gm, '')).toBe(curve)
  }
})

test('a narrower width asks further; a wider one again leaves out what is beyond it', async () => {
  await run()
  const wide = read('curve.csv').map(({ latency_ms: _l, ...point }) => point)
  writeFileSync(project.config, CONFIG.replace('0.3}', '0.25}'))
  const narrower = await run()
  expect([narrower.exitCode, narrower.out]).toEqual([
    0,
    expect.stringMatching(/ran [1-9]\d* trials, found [1-9]/),
  ])
  writeFileSync(project.config, CONFIG)
  const again = await run()
  expect(again.out).toContain('ran 0 trials')
  expect(again.out).toMatch(/\d+ trials beyond an early stop are left out of the curves/)
  expect(read('curve.csv').map(({ latency_ms: _l, ...point }) => point)).toEqual(wide)
})
