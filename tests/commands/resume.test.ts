import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { afterEach, expect, test, vi } from 'vitest'
import { icl, temporaryProject } from './run-icl.ts'

// Charts are drawn from a finished file and tell nothing of resuming: a thousand of them would take minutes.
vi.mock('../../src/commands/draw-run.ts', () => ({ drawRun: async () => {} }))

const CONFIG = `version: 1
results: r
tasks: [t.yaml]
providers:
  s: {type: simulated, truth: {kind: logistic, midpoint: 1B, width: 2}}
models:
  - {name: m, provider: s, family: F, parameters: 1B}
runs: {r: {shots: [0]}}
`

/** Answers that a torn row may end in the middle of: quotes, separators, line ends, characters of several bytes. */
const TASK = `suite: s
tasks:
  - name: t
    items:
      - {input: a, target: 'x, "y"'}
      - {input: b, target: "1\\n2\\r\\n\\"3\\"\\n"}
      - {input: c, target: 'é😀'}
      - {input: d, target: d}
    pool: ['3']
    template: {input: "{{ input }}", target: "{{ target }}"}
    decoding: {max_tokens: 32, temperature: 0, stop: []}
    extractions: [{name: whole, type: whole}]
    metrics: [exact_match]
    primary: exact_match
`

const project = temporaryProject({ 'harness.config.yaml': CONFIG, 't.yaml': TASK })
const path = project.path('r/r/trials.csv')
afterEach(() => project.remove())

const DIFFERS = ['latency_ms', 'attempts', 'finished_at', 'cached_tokens']

/** The rows as a set, without what may differ between an interrupted run and another. */
function settled(file: Buffer): string[] {
  const rows: Record<string, string>[] = parse(file, { columns: true })
  return rows
    .map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !DIFFERS.includes(column))))
    .toSorted()
}

test('cut at every byte, the same command makes the file whole again, asking exactly what is missing', async () => {
  const run = () => icl(['run', '--config', project.config])
  expect((await run()).exitCode).toBe(0)
  const whole = readFileSync(path)
  const wanted = settled(whole)
  expect(wanted).toHaveLength(3)
  expect(whole.includes('"1\n2')).toBe(true)
  for (let cut = 0; cut < whole.length; cut++) {
    writeFileSync(path, whole)
    truncateSync(path, cut)
    const { exitCode, out } = await run()
    expect(exitCode, `cut at ${cut}`).toBe(0)
    expect(settled(readFileSync(path)), `cut at ${cut}`).toEqual(wanted)
    const kept = wholeRows(whole.subarray(0, cut))
    expect(out, `cut at ${cut}`).toContain(
      `ran ${3 - kept} trial${kept === 2 ? '' : 's'}, found ${kept} trial`,
    )
  }
}, 120_000)

/** Rows before the cut whose line end is on file, counted by a parser that forgives a torn last one. */
function wholeRows(cut: Buffer): number {
  const text = cut.toString('latin1')
  const end = [...text.matchAll(/\n/g)]
    .map(({ index }) => index + 1)
    .findLast((at) => (text.slice(0, at).match(/"/g)?.length ?? 0) % 2 === 0)
  return end === undefined ? 0 : Math.max(0, (parse(text.slice(0, end)) as unknown[]).length - 1)
}
