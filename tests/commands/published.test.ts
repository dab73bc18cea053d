import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandText, PUBLISHED } from '../../bench/published/imports.ts'
import { publishedPage } from '../../bench/published/page.ts'
import type { VerdictRow } from '../../src/domain/verdict-row.ts'
import { readVerdicts } from '../../src/results/verdict-file.ts'
import { describeWith, pathOf } from '../real-parts.ts'
import { icl, PROJECT, temporaryProject } from './run-icl.ts'

const PUBLISHED_FOLDER = join(PROJECT, 'results/published')
const read = (path: string) => readFileSync(path, 'utf8')

/** The verdicts of the committed folder, by task and shots. */
async function verdictOf(name: string, task: string, shots: number, more: Partial<VerdictRow> = {}) {
  const rows = await readVerdicts(join(PUBLISHED_FOLDER, name, 'verdicts.csv'))
  const found = rows.filter(
    (row) =>
      row.task === task &&
      row.shots === shots &&
      Object.entries(more).every(([key, value]) => row[key as keyof VerdictRow] === value),
  )
  expect(found).toHaveLength(1)
  return found[0] as VerdictRow
}

test.each([
  ['2D+', '6.7B', '13B'],
  ['3D+', '13B', '175B'],
])(
  'GPT-3 few-shot %s is apparent emergence, of which one metric cannot tell the cause',
  async (task, low, high) => {
    const { verdict, sentence, pApparent } = await verdictOf('gpt3', task, 50)
    expect(verdict).toBe('undetermined')
    expect(pApparent).toBeLessThan(0.001)
    expect(sentence).toContain(`leaves it between ${low} and ${high}`)
    expect(sentence).toContain('emergence is apparent')
    expect(sentence).toContain('only this metric is known')
  },
)

test.each([0, 1, 100])('GPT-3 on Reversed Words at %i shots is negligible', async (shots) => {
  const { verdict, sentence } = await verdictOf('gpt3', 'Reversed Words', shots)
  expect([verdict, sentence]).toEqual(['flat', expect.stringContaining('negligible')])
})

test('GPT-3 tasks without a number of items carry no verdict', async () => {
  const { verdict, sentence } = await verdictOf('gpt3', 'PIQA', 0)
  expect([verdict, sentence]).toEqual([
    'not_identifiable',
    expect.stringContaining('neither the number of items'),
  ])
})

test.each(
  ['piqa', 'arc_easy'].flatMap((task) =>
    ['pythia', 'pythia-deduped'].flatMap((families) =>
      [0, 5].map((shots) => [task, families, shots] as const),
    ),
  ),
)('Pythia %s is smooth (%s, %i shots)', async (task, families, shots) => {
  expect((await verdictOf('pythia', task, shots, { families, metric: 'acc' })).verdict).toBe('smooth')
})

test('the page and the README say what the folders do', async () => {
  // The formatter pads the cells of tables.
  const bare = (text: string) => text.replace(/ +/g, ' ').replace(/-+/g, '-')
  expect(bare(read(join(PROJECT, 'docs/published.md')))).toBe(bare(await publishedPage(PROJECT)))
  for (const one of PUBLISHED) expect(read(join(PUBLISHED_FOLDER, 'README.md'))).toContain(commandText(one))
})

describe('the commands make the folders again', () => {
  test.each(PUBLISHED.map((one) => [one.name, one] as const))('%s', async (name, { args }) => {
    const project = temporaryProject()
    try {
      const paths = args.map((arg) => (arg.startsWith('results/') ? join(PROJECT, arg) : arg))
      // No charts: they take most of the time.
      const first = paths[paths.indexOf('--charts') + 1] ?? ''
      const few = paths.filter((arg, at) => arg !== '--charts' && paths[at - 1] !== '--charts')
      const out = project.path(`made/${name}`)
      const { exitCode } = await icl(['import', 'scores', ...few, '--charts', first, '--out', out])
      expect(exitCode).toBe(0)
      for (const file of ['curve.csv', 'verdicts.csv'])
        expect(read(join(out, file))).toBe(read(join(PUBLISHED_FOLDER, name, file)))
    } finally {
      project.remove()
    }
  })
})

describeWith(['shared'], 'the tables are those that were published', () => {
  test.each([
    ['gpt3', 'gpt3'],
    ['opt-checkpoints', 'bigbench_opt_checkpoints'],
    ['pythia', 'pythia'],
  ])('%s', (ours, theirs) => {
    const published = read(join(pathOf('shared'), 'data/published', `${theirs}.csv`))
    expect(read(join(PUBLISHED_FOLDER, 'scores', `${ours}.csv`))).toBe(published)
  })

  test('further curves, of many families, go through', async () => {
    const project = temporaryProject()
    try {
      const { exitCode, out, notes } = await icl([
        ...[
          'import',
          'scores',
          join(pathOf('shared'), 'data/published/bigbench.csv'),
          '--out',
          project.path('a/bigbench'),
        ],
        ...['--map', 'family=model_family', '--map', 'parameters=params_total', '--map', 'n=n_items'],
        ...['--map', 'chance=random_baseline_or_low', '--map', 'maximum=high_score', '--charts', 'operators'],
      ])
      expect([exitCode, notes]).toEqual([0, expect.stringContaining('592 of 592 rows')])
      expect(out).toMatch(/Of \d+ curves over model size: .*not identifiable/)
    } finally {
      project.remove()
    }
  })
})
