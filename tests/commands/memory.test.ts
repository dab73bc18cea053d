import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { icl, PROJECT, temporaryProject } from './run-icl.ts'

const CONFIG = `version: 1
tasks: [tasks/*.yaml]
providers: { simulated: { type: simulated, seed: 1, concurrency: 32 } }
models: [{ name: m, provider: simulated, family: F, parameters: 1B }]
runs: { many: { shots: [4], draws: 100 } }
`
const SUITE = `suite: many
tasks:
  - name: echo
    version: "1"
    pool: 16
    template: { input: "{{ input }} =", target: "{{ target }}" }
    decoding: { max_tokens: 8 }
    extractions: [{ name: first_line, type: first-line }]
    metrics: [exact_match]
    chance: 0
    maximum: 1
    items:
${Array.from({ length: 516 }, (_, n) => `      - { input: "${n} + 1", target: "${n + 1}" }`).join('\n')}
`

/** Notes what of the heap is alive, and how much of the file stands. */
const WATCH = `
import { statSync, writeFileSync } from 'node:fs'
const seen = []
setInterval(() => {
  gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  const bytes = statSync(process.env.WATCHED, { throwIfNoEntry: false })?.size ?? 0
  seen.push([bytes, heapUsed + arrayBuffers])
}, 50).unref()
process.on('exit', () => writeFileSync(process.env.SEEN, JSON.stringify(seen)))
`

test('fifty thousand trials keep no more alive than ten thousand do', () => {
  const project = temporaryProject({
    'harness.config.yaml': CONFIG,
    'tasks/many.yaml': SUITE,
    'watch.mjs': WATCH,
  })
  try {
    const trials = join(project.folder, 'results/many/trials.csv')
    const ran = spawnSync(
      process.execPath,
      [
        '--expose-gc',
        '--import',
        project.path('watch.mjs'),
        join(PROJECT, 'src/cli.ts'),
        'run',
        '-c',
        project.config,
      ],
      { env: { ...process.env, WATCHED: trials, SEEN: project.path('seen.json') }, encoding: 'utf8' },
    )
    expect(ran.stdout, ran.stderr).toContain('ran 50,000 trials')
    const seen: [number, number][] = JSON.parse(project.read('seen.json'))
    const whole = readFileSync(trials).length
    const early = seen
      .filter(([bytes]) => bytes > 0.2 * whole && bytes < 0.5 * whole)
      .map(([, alive]) => alive)
    const late = seen.filter(([bytes]) => bytes > 0.6 * whole && bytes < whole).map(([, alive]) => alive)
    expect([early.length > 0, late.length > 0]).toEqual([true, true])
    // A set of the keys alone would be 2 MB more.
    expect(Math.min(...late) - Math.min(...early)).toBeLessThan(1e6)

    const again = spawnSync(process.execPath, [join(PROJECT, 'src/cli.ts'), 'run', '-c', project.config], {
      encoding: 'utf8',
    })
    expect(again.stdout, again.stderr).toContain('ran 0 trials, found 50,000 trials done before')
  } finally {
    project.remove()
  }
}, 60_000)

test('a run settles the heap before it reads or asks anything', async () => {
  const project = temporaryProject({ 'harness.config.yaml': CONFIG, 'tasks/many.yaml': SUITE })
  try {
    const seen: boolean[] = []
    const settleHeap = (): void => {
      seen.push(existsSync(project.path('results/many/trials.csv')))
    }
    const { exitCode } = await icl(['run', '-c', project.config, '--limit', '1'], { settleHeap })
    expect([exitCode, seen]).toEqual([0, [false]])
  } finally {
    project.remove()
  }
})
