import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FrontierFigure } from '../../src/report/figure.ts'
import type { PageData } from '../../src/report/report-html.ts'
import { icl, PROJECT, temporaryProject } from './run-icl.ts'

const QUICKSTART = join(PROJECT, 'results/reference/quickstart')
const GPT3 = join(PROJECT, 'results/published/gpt3')

/** The first sentence of a page. */
function leadOf(page: string): string | undefined {
  return /class="lead">([^<]*)</u.exec(page)?.[1]
}

/** What the script of a page is given. */
function dataOf(page: string): PageData {
  const block = /id="data">(.*?)<\/script>/su.exec(page)?.[1] ?? ''
  const { gzip } = JSON.parse(block) as { gzip: string }
  return JSON.parse(gunzipSync(Buffer.from(gzip, 'base64')).toString()) as PageData
}

describe('icl report', () => {
  let project: ReturnType<typeof temporaryProject>
  beforeAll(() => {
    project = temporaryProject({
      'harness.config.yaml': readFileSync(join(PROJECT, 'harness.config.yaml'), 'utf8'),
      'scores.csv': [
        'model,task,metric,shots,score,n,parameters',
        ...[1, 2, 4, 8, 16, 32].map(
          (size, index) => `m${size},sums,acc,4,${0.1 * index},100,${size}00000000`,
        ),
      ].join('\n'),
    })
    symlinkSync(join(PROJECT, 'tasks'), project.path('tasks'))
  })
  afterAll(() => project.remove())

  test('of a committed import goes where it is told', async () => {
    const refused = await icl(['report', GPT3])
    expect([refused.exitCode, refused.notes]).toEqual([2, expect.stringContaining('--out report.html')])
    const file = project.path('gpt3.html')
    const { exitCode } = await icl(['report', GPT3, '--out', file])
    expect(exitCode).toBe(0)
    const page = readFileSync(file, 'utf8')
    for (const part of ['Published scores: they carry no trials', 'rule-2-aggregate: α = 0.05'])
      expect(page.includes(part)).toBe(true)
    expect(dataOf(page).trials).toEqual([])
    expect(statSync(file).size).toBeLessThan(1.5e6)
  })

  test('an import has one from the start, and again on demand', async () => {
    const folder = project.path('imported')
    const made = await icl([
      'import',
      'scores',
      project.path('scores.csv'),
      '--out',
      folder,
      '--set',
      'family=F',
      '--set',
      'chance=0',
      '--set',
      'proportion=yes',
    ])
    expect([made.exitCode, made.out]).toEqual([0, expect.stringContaining('report.html')])
    const first = readFileSync(join(folder, 'report.html'), 'utf8')
    expect(leadOf(first)).toMatch(/^sums: Smooth at k=4/u)
    expect((await icl(['report', folder])).exitCode).toBe(0)
    expect(readFileSync(join(folder, 'report.html'), 'utf8') === first).toBe(true)
  })

  test('frontiers and upsets are those of --details', async () => {
    const file = project.path('real.html')
    await icl(['report', QUICKSTART, '--out', file])
    const page = readFileSync(file, 'utf8')
    const { out } = await icl(['curves', QUICKSTART, '--details', 'capitals'])
    const { cells, figures } = dataOf(page)
    const isOurs = (figure: PageData['figures'][0]): figure is FrontierFigure =>
      figure.type === 'frontier' && cells[figure.marks[0]?.cell ?? -1]?.task === 'capitals'
    const found = new Map(figures.filter(isOurs).map((figure) => [figure.axis, figure.marks]))
    expect([...found.keys()]).toEqual(['size', 'latency'])
    for (const [axis, title] of [
      ['size', 'frontier of score against size'],
      ['latency', 'frontier of score against time'],
    ] as const) {
      const section = out.slice(out.indexOf(title)).split('Shares are of')[0] ?? ''
      for (const { cell, share = -1, standing } of found.get(axis) ?? [])
        expect(section).toMatch(
          new RegExp(`${cells[cell]?.model} .* ${Math.round(100 * share)} % +${standing}`, 'u'),
        )
    }
    expect(out).toMatch(/gemma3-270m above qwen2\.5-coder-0\.5b-instruct .* 0\.300 .* active and total/u)
    expect(page).toMatch(
      /268M Gemma3 base scores 0\.300 \[[^\]]+\] higher than 494M Qwen2\.5-Coder instruct/u,
    )
  })

  test('--join makes one line, in a run as well, and is refused for imports', async () => {
    const file = project.path('joined.html')
    const joined = ['--join', 'family,tuning,quantization']
    await icl(['report', QUICKSTART, '--out', file, ...joined])
    expect(leadOf(readFileSync(file, 'utf8'))).toContain(
      'Four sizes in three families cannot carry a verdict on emergence, not even joined to one line',
    )
    const args = ['run', '--config', project.config, '--run', 'simulated']
    const few = ['--model', 'simulated-70m', '--limit', '2', '--shots', '0', '--task', 'plurals']
    const [bad, wrong, asked] = [
      await icl([...args, ...few, '--join', 'famly']),
      await icl(['report', QUICKSTART, '--join', 'famly']),
      await icl([...args, ...few, ...joined]),
    ]
    for (const { exitCode, notes } of [bad, wrong])
      expect([exitCode, notes]).toEqual([2, expect.stringContaining('Allowed: family, tuning, quantization')])
    expect(asked.exitCode).toBe(0)
    for (const command of ['report', 'curves']) {
      const { exitCode, notes } = await icl([command, GPT3, '--out', file, ...joined].filter(takes(command)))
      expect([exitCode, notes]).toEqual([2, expect.stringContaining('--set family=NAME')])
    }
  })

  test('a run without a finished trial says so', async () => {
    const args = ['run', '--config', project.config, '--run', 'simulated', '--model', 'simulated-70m']
    await icl([...args, '--limit', '1', '--shots', '0', '--task', 'plurals'])
    const trials = project.path('results/simulated/trials.csv')
    const [head = ''] = readFileSync(trials, 'utf8').split('\n')
    writeFileSync(trials, `${head}\n`)
    const { exitCode } = await icl(['report', 'simulated', '--config', project.config])
    expect(exitCode).toBe(0)
    expect(leadOf(readFileSync(project.path('results/simulated/report.html'), 'utf8'))).toBe(
      'No trial of this run is finished: there is nothing to show yet.',
    )
  })
})

/** `icl curves` has no --out. */
function takes(command: string): (arg: string, index: number, args: readonly string[]) => boolean {
  return (arg, index, args) => command === 'report' || (arg !== '--out' && args[index - 1] !== '--out')
}
