import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PROJECT } from '../commands/run-icl.ts'

/** A program that uses the package as its users do. */
const CONSUMER = `
import { type Config, type CustomProvider, InputError, judgeItems, readCurves, readTrials, type Result, runSuite } from 'icl-harness'

const mine: CustomProvider = { version: '1', complete: async ({ prompt }) => (prompt.rendering === 'raw' ? ' 5' : '') }
const config: Config = {
  providers: { mine, sim: { type: 'simulated' } },
  models: [
    { name: 'a', provider: 'mine', family: 'A', parameters: '1M' },
    { name: 'b', provider: 'sim', family: 'B', parameters: '1B' },
  ],
  tasks: [
    {
      suite: 'sums',
      tasks: [
        {
          name: 'sums',
          items: [{ input: '2 + 3', target: '5' }, { input: '1 + 1', target: '2' }],
          template: { input: '{{ input }} =' },
          metrics: ['exact_match'],
        },
      ],
    },
  ],
  defaults: { shots: [0], probe: false },
}
const trials: Result[] = []
const summary = await runSuite({ config, run: 'packed', onTrial: (trial) => trials.push(trial) })
let read = 0
for await (const trial of readTrials(summary.folder)) read += trial.shots === 0 ? 1 : 0
const { points } = await readCurves(summary.folder)
const score: number | undefined = points.find(({ model }) => model === 'a')?.score
const { verdicts } = await judgeItems([], { primary: 'exact_match' })
const error: unknown = await runSuite({ config: 'none.yaml' }).catch((caught: unknown) => caught)
console.log(JSON.stringify([summary.state, trials.length, read, score, verdicts, error instanceof InputError]))
`

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'icl-package-'))
  const packed = join(folder, 'packed')
  mkdirSync(packed)
  execute(PROJECT, tsc, ['-p', 'tsconfig.build.json', '--outDir', join(packed, 'dist')])
  const manifest = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'))
  for (const part of ['package.json', ...manifest.files])
    if (part !== 'dist' && !/[*!]/.test(part))
      cpSync(join(PROJECT, part), join(packed, part), { recursive: true })
  execute(packed, 'npm', ['pack', '--ignore-scripts', '--silent', '--offline'])
  const installed = join(folder, 'node_modules/icl-harness')
  mkdirSync(installed, { recursive: true })
  execute(packed, 'tar', [
    '-xzf',
    `icl-harness-${manifest.version}.tgz`,
    '--strip-components=1',
    '-C',
    installed,
  ])
  // Its dependencies, as an installer would lay them.
  symlinkSync(join(PROJECT, 'node_modules'), join(installed, 'node_modules'))
  symlinkSync(join(PROJECT, 'node_modules/@types'), join(folder, 'node_modules/@types'))
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
  writeFileSync(join(folder, 'consumer.ts'), CONSUMER)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const tsc = join(PROJECT, 'node_modules/.bin/tsc')

function execute(cwd: string, command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  expect([status, error, status === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, undefined, ''])
  return stdout
}

const STRICT = ['--module', 'nodenext', '--target', 'es2024', '--strict', '--types', 'node']

test.each([
  ['without a browser', ['--lib', 'esnext']],
  ['in a browser project too', ['--lib', 'esnext,dom,dom.iterable']],
  ['as strict as can be', ['--lib', 'esnext', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess']],
])(
  'its types compile for a user, all of them checked: %s',
  (_name, options) => {
    execute(folder, tsc, [...STRICT, ...options, '--skipLibCheck', 'false', '--noEmit', 'consumer.ts'])
  },
  60_000,
)

/** What the blocks of the page take from their reader's program. */
const PREAMBLE = `declare const rows: import('icl-harness').ItemScore[]
declare function generate(model: string, prompt: import('icl-harness').CustomPrompt, options: object): Promise<{
  readonly busy: boolean, readonly text: string, readonly usage: { readonly prompt: number, readonly answer: number }
}>
`

test('the blocks of docs/library.md compile', () => {
  const page = readFileSync(join(PROJECT, 'docs/library.md'), 'utf8')
  const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code)
  expect(blocks.length).toBeGreaterThan(4)
  const files = blocks.map((code, index) => {
    writeFileSync(join(folder, `block-${index}.ts`), `${PREAMBLE}${code}`)
    return `block-${index}.ts`
  })
  execute(folder, tsc, [...STRICT, '--exactOptionalPropertyTypes', '--noEmit', ...files])
}, 60_000)

test('what is packed runs: from its declared entry, without the sources', () => {
  const out = execute(folder, process.execPath, ['consumer.ts'])
  expect(JSON.parse(out)).toEqual(['complete', 4, 4, 0.5, [], true])
  expect(readdirSync(join(folder, 'results/packed'))).toContain('report.html')
}, 60_000)

test('nothing but the entry can be imported', () => {
  const script = `await import('icl-harness/dist/commands/run.js').then(() => 'open', (error) => error.code)`
  const out = execute(folder, process.execPath, ['--input-type=module', '--eval', `console.log(${script})`])
  expect(out.trim()).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED')
})
