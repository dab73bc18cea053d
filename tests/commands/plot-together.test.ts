import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { icl, PROJECT, temporaryProject } from './run-icl.ts'

let project: ReturnType<typeof temporaryProject>
const GPT3 = `${PROJECT}/results/published/gpt3`
const OURS = `${PROJECT}/results/reference/gpt3-arithmetic`
const QUICKSTART = `${PROJECT}/results/reference/quickstart`
const MATCH = [
  ...['--match', 'gpt3-add-2-digit=2D+'],
  ...['--match', 'gpt3-add-3-digit=3D+'],
  ...['--match', 'gpt3-multiply-2-digit=2Dx'],
  ...['--match', 'gpt3-composite-1-digit=1DC'],
]
beforeAll(() => {
  project = temporaryProject()
})
afterAll(() => project.remove())

async function drawn(...args: string[]) {
  const file = project.path('figure.svg')
  const { exitCode, out, notes } = await icl(['plot', ...args, '--out', file])
  const svg = exitCode === 0 ? readFileSync(file, 'utf8') : ''
  const texts = Array.from(svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g), ([, text]) => text)
  return { exitCode, out, notes, texts }
}

function curve(name: string, rows: readonly string[]): string {
  mkdirSync(project.path(name), { recursive: true })
  writeFileSync(
    project.path(`${name}/curve.csv`),
    `source,provider,task,metric,model,family,parameters,shots,rendering,score\n${rows.join('\n')}\n`,
  )
  return project.path(name)
}

test("a run over GPT-3's curve: the tasks that both have, open marks for what was imported", async () => {
  const { exitCode, out, texts } = await drawn(GPT3, OURS, ...MATCH)
  // 4 tasks, 3 numbers of demonstrations, 8 sizes of GPT-3 and 4 models.
  expect([exitCode, out]).toEqual([0, expect.stringContaining(`${4 * 3 * (8 + 4)} points in 4 panels`)])
  expect(texts).toEqual(
    expect.arrayContaining(['2D+', '3D+', '2Dx', '1DC', 'gpt3 (imported)', 'Gemma3 base']),
  )
  expect(texts).toContain('acc or exact match by model size')
  expect(texts.join(' ')).toContain('open marks, broken lines: imported')
})

test('a metric that is matched has one name, which --y takes', async () => {
  const { texts } = await drawn(
    GPT3,
    OURS,
    ...MATCH,
    '--match',
    'exact_match=acc',
    '--y',
    'acc',
    '--shots',
    '50',
  )
  expect(texts).toContain('acc by model size')
})

test('two runs of the same model are two lines, by the names of their folders', async () => {
  const row = (score: number) => `run,p,t,acc,m,F,1000000,0,raw,${score}`
  const [a, b] = [curve('a', [row(0.1)]), curve('b', [row(0.2)])]
  const { out, texts } = await drawn(a, b)
  expect(out).toContain('2 points in 1 panel')
  expect(texts).toEqual(expect.arrayContaining(['F (a)', 'F (b)']))
})

test('simulated points say so beside other runs', async () => {
  const a = curve('a', ['run,p,t,acc,m,F,1000000,0,raw,0.1'])
  const b = curve('b', ['simulated,p,t,acc,m,F,1000000,0,raw,0.2'])
  expect((await drawn(a, b)).texts).toEqual(expect.arrayContaining(['F (a)', 'F (b, simulated)']))
})

test('how others asked is not known, which is no difference', async () => {
  const ours = curve('chat', ['run,p,t,acc,m,F,1000000,0,chat,0.1'])
  const theirs = curve('theirs', ['theirs,,t,acc,n,G,2000000,0,,0.4'])
  for (const more of [[], ['--rendering', 'chat']]) {
    const { exitCode, out } = await drawn(ours, theirs, ...more)
    expect([exitCode, out]).toEqual([0, expect.stringContaining('2 points in 1 panel')])
  }
})

describe('bad input', () => {
  test.each<[args: string[], said: string]>([
    [
      [GPT3, OURS],
      'gpt3 and gpt3-arithmetic have no task of the same name; say which are the same with --match TASK=TASK',
    ],
    [
      [GPT3, OURS, '--match', 'gpt3-add-2-digt=2D+'],
      'unknown task or metric "gpt3-add-2-digt"; did you mean "gpt3-add-2-digit"?',
    ],
    [[GPT3, OURS, '--match', 'gpt3-add-2-digit'], '--match gpt3-add-2-digit: found no NAME=NAME'],
    [[GPT3, OURS, '--match', '2D+=3D+'], 'has both, which would be mixed'],
    [[GPT3, OURS, ...MATCH, '--y', 'acc'], 'no point of gpt3-arithmetic is left with metric acc'],
    [[GPT3, OURS, ...MATCH, '--shots', '3'], 'no point is left of'],
    [[GPT3, GPT3], 'is named twice'],
    [[GPT3, QUICKSTART, '--task', 'capitals'], 'no point of gpt3 is left'],
    [[GPT3, OURS, ...MATCH, '--task', 'capitals'], 'unknown task "capitals"'],
  ])('%#', async (args, said) => {
    const { exitCode, notes } = await drawn(...args)
    expect([exitCode, notes]).toEqual([2, expect.stringContaining(said)])
  })
})
