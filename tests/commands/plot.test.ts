import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { compile, type TopLevelSpec } from 'vega-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { icl, PROJECT, temporaryProject } from './run-icl.ts'

let project: ReturnType<typeof temporaryProject>
const REFERENCE = `${PROJECT}/results/reference/quickstart`
beforeAll(() => {
  project = temporaryProject()
})
afterAll(() => project.remove())

const plot = (...args: string[]) => icl(['plot', REFERENCE, ...args])

test('SVG, PNG and Vega-Lite JSON of a committed run, which stays as it is', async () => {
  const files = ['figure.svg', 'figure.png', 'figure.json'].map(project.path)
  const { exitCode, out } = await plot(...files.flatMap((file) => ['--out', file]), '--width', '1200')
  expect([exitCode, out]).toEqual([0, expect.stringContaining('figure.svg: 156 points in 16 panels')])
  const [svg = '', png = '', json = ''] = files
  expect(readFileSync(svg, 'utf8')).toMatch(/^<svg[^>]* width="1200"[\s\S]*capitals[\s\S]*<\/svg>$/)
  expect(readFileSync(png).readUInt32BE(16)).toBe(1200)
  const spec = JSON.parse(readFileSync(json, 'utf8')) as TopLevelSpec
  expect(compile(spec).spec.marks?.length).toBeGreaterThan(0)
  expect(existsSync(`${REFERENCE}/figure.svg`)).toBe(false)
})

test('filters, and the primary metric of each task', async () => {
  const file = project.path('one.svg')
  const args = [
    '--task',
    'capitals',
    '--model',
    'gemma3-270m,smollm2-135m-instruct',
    '--shots',
    '0,4',
    '--out',
    file,
  ]
  const { out } = await plot('--x', 'shots', ...args)
  expect(out).toContain('4 points in 1 panel')
  const svg = readFileSync(file, 'utf8')
  expect(svg).toContain('capitals: exact match by shots')
  expect(svg).not.toContain('Qwen')
})

test('an imported curve without a run is drawn from its file or folder', async () => {
  mkdirSync(project.path('gpt3'))
  const rows = [125e6, 1.3e9, 175e9].map((size, i) => `gpt3,add,accuracy,m${i},GPT-3,${size},0,${i / 3}`)
  writeFileSync(
    project.path('gpt3/curve.csv'),
    `source,task,metric,model,family,parameters,shots,score\n${rows.join('\n')}\n`,
  )
  for (const run of ['gpt3', 'gpt3/curve.csv']) {
    const file = project.path('imported.svg')
    const { exitCode } = await icl(['plot', project.path(run), '--out', file])
    expect([exitCode, readFileSync(file, 'utf8')]).toEqual([0, expect.stringContaining('175B')])
  }
})

test('a copy of a run without its trials is enough', async () => {
  cpSync(REFERENCE, project.path('copy'), { recursive: true })
  const file = project.path('copy.svg')
  expect((await icl(['plot', project.path('copy'), '--y', 'edit_similarity', '--out', file])).exitCode).toBe(
    0,
  )
  expect(readFileSync(file, 'utf8')).toContain('edit similarity by model size')
})

test.each([
  [['--task', 'capitls'], 'unknown task "capitls"; did you mean "capitals"?'],
  [['--y', 'exact_mach'], 'unknown metric "exact_mach"; did you mean "exact_match"?'],
  [['--model', 'gpt'], 'unknown model "gpt"'],
  [['--facet', 'none'], 'the points differ in task, control, which one panel would mix'],
  [['--facet', 'tusk'], 'Allowed choices are task, model, control'],
  [['--x', 'size'], 'Allowed choices are params, active-params, shots, cost, latency, tokens'],
  [['--x', 'cost'], 'none of 152 points has a place on --x cost; only models with a price have one'],
  [
    ['--out', 'figure.pdf'],
    '--out figure.pdf: its ending tells no form of a figure; allowed: .svg, .png, .json',
  ],
  [['--out', `${REFERENCE}/x.svg`], 'is in a committed run, in which nothing is written'],
  [['--out', '/nowhere/at/all.svg'], 'cannot be written (ENOENT)'],
  [['--shots', '3'], 'no point is left of'],
])('%j is bad input', async (args, message) => {
  const { exitCode, notes } = await plot(...args)
  expect([exitCode, notes]).toEqual([2, expect.stringContaining(message)])
})
