import { describe, expect, test } from 'vitest'
import type { Point } from '../../src/domain/point.ts'
import type { VerdictRow } from '../../src/domain/verdict-row.ts'
import { findingOf } from '../../src/report/finding.ts'
import type { ReportUpset, TaskStandings } from '../../src/report/report-input.ts'
import { upsetSentence } from '../../src/report/upset-sentence.ts'
import { verdictPart } from '../../src/report/verdict-part.ts'
import { reportView } from '../../src/report/view.ts'
import { fourModels, simulatedLadder } from '../charts/demo-points.ts'
import { standingsOf, verdictOf } from './report-input.ts'

const sample = { perCell: 20, seed: 1, counts: new Map() }
const viewOf = (points: readonly Point[]) => reportView({ points, tasks: [], sample })
const findingOn = (
  points: readonly Point[],
  verdicts: readonly VerdictRow[] = [],
  standings: readonly TaskStandings[] = [],
) => findingOf(viewOf(points), { points, verdicts, standings })

describe('the finding', () => {
  const jump = verdictOf({
    verdict: 'emergent',
    task: 'b',
    sentence: 'Task b jumps between 1.4B and 2.8B.',
    gapLow: 1.4e9,
    gapHigh: 2.8e9,
  })
  const artefact = verdictOf({ verdict: 'metric_artefact', task: 'c', gapLow: 4.1e8, gapHigh: 1e9 })
  const apparent = verdictOf({ verdict: 'undetermined', task: 'd', gapLow: 4.1e8, gapHigh: 1e9 })
  const flat = verdictOf({ verdict: 'flat', task: 'e' })
  test.each<[string, readonly Point[], readonly VerdictRow[], string]>([
    [
      'too few sizes of one family',
      fourModels,
      [],
      'Four sizes in three families cannot carry a verdict on emergence: no family has more than 2 (Qwen2.5-Coder), and a verdict needs 5 sizes over at least 1 decade in one family.',
    ],
    [
      'the same where verdicts were looked for',
      fourModels,
      [verdictOf({ verdict: 'not_identifiable', families: 'Qwen2.5-Coder', sizes: 2 })],
      'Four sizes in three families cannot carry a verdict on emergence: no family has more than 2 (Qwen2.5-Coder), and a verdict needs 5 sizes over at least 1 decade in one family.',
    ],
    [
      'joined, and still too few',
      fourModels,
      [verdictOf({ verdict: 'not_identifiable', families: 'SmolLM2; Gemma3; Qwen2.5-Coder', sizes: 4 })],
      'Four sizes in three families cannot carry a verdict on emergence, not even joined to one line: that takes 5 sizes over at least 1 decade.',
    ],
    [
      'one model',
      fourModels.slice(0, 1),
      [],
      'One size cannot carry a verdict on emergence: that takes 5 sizes over at least 1 decade, in one family.',
    ],
    [
      'no verdict computed',
      simulatedLadder,
      [],
      'No verdict on emergence was computed for these curves: what follows are scores with their intervals, not findings about jumps.',
    ],
    [
      'enough sizes, and too few items',
      simulatedLadder,
      [verdictOf({ verdict: 'not_identifiable', items: 20, needed: '30 items that every size has' })],
      'No curve can carry a verdict on emergence: what they lack is 30 items that every size has; a verdict needs 5 sizes over at least 1 decade in one family, and 30 items.',
    ],
    [
      'emergence comes first',
      simulatedLadder,
      [verdictOf(), flat, artefact, jump],
      'One of 4 curves over model size shows emergence: b, between 1.4B and 2.8B parameters.',
    ],
    [
      'several',
      simulatedLadder,
      [jump, { ...jump, task: 'f' }, flat],
      '2 of 3 curves over model size show emergence: b (between 1.4B and 2.8B parameters) and f (between 1.4B and 2.8B parameters).',
    ],
    [
      'then artefacts',
      simulatedLadder,
      [verdictOf(), artefact, apparent],
      'No curve over model size shows emergence: 1 of 3 looks like it, but on the discontinuous metric alone, likely an artefact of the metric: c.',
    ],
    [
      'then what only looks like it',
      simulatedLadder,
      [verdictOf(), apparent],
      'No curve over model size is shown to be emergent: in 1 of 2 emergence is apparent, but whether the ability jumps or only the metric cannot be told: d.',
    ],
    [
      'nothing',
      simulatedLadder,
      [verdictOf(), flat],
      'None of 2 curves over model size shows emergence: 1 smooth and 1 flat.',
    ],
    [
      'one curve speaks for itself, with its task',
      simulatedLadder,
      [verdictOf()],
      'addition-2-digit: Exact match grows steadily.',
    ],
    [
      'only the most shots of a task speak',
      simulatedLadder,
      [verdictOf(), { ...jump, task: 'addition-2-digit', shots: 2 }],
      'addition-2-digit: Exact match grows steadily.',
    ],
    ['nothing ran', [], [], 'No trial of this run is finished: there is nothing to show yet.'],
  ])('%s', (_, points, verdicts, lead) => {
    expect(findingOn(points, verdicts).lead).toBe(lead)
  })

  test('curves are grouped by what was found, the rest of a name only where it is needed', () => {
    const chat = verdictOf({ task: 'e', rendering: 'chat', verdict: 'smooth' })
    const groups = findingOn(simulatedLadder, [verdictOf(), flat, chat, jump, apparent]).groups
    expect(groups.map(({ kind, curves }) => [kind, curves.map(({ name, gap }) => gap ?? name)])).toEqual([
      ['emergent', ['between 1.4B and 2.8B']],
      ['apparent', ['between 410M and 1B']],
      ['smooth', ['addition-2-digit', 'e (chat)']],
      ['flat', ['e (raw)']],
    ])
  })

  test('without verdicts one task says what its curve is, several how many rise', () => {
    const caveat =
      'The smallest and the largest model are of different families: such a difference need not be one of size.'
    expect(findingOn(fourModels).support).toEqual([
      'capitals: at k = 8, exact match is 0.600 at 135M and 0.967 at 1.5B; the 95 % intervals are apart.',
      caveat,
    ])
    const two = [...fourModels, ...fourModels.map((point) => ({ ...point, task: 'rivers', score: 0.5 }))]
    expect(findingOn(two).support).toEqual([
      'From 135M to 1.5B the score rises in 1 of 2 tasks; each time the 95 % intervals of both ends are apart.',
      caveat,
    ])
  })

  test('a smaller model that beats a larger one is told, by both counts of parameters', () => {
    const [small, , large] = [...new Set(fourModels.map(({ model }) => model))].map((model) =>
      fourModels.find((point) => point.model === model && point.shots === 8),
    )
    if (small === undefined || large === undefined) throw new Error('no models')
    const view = viewOf(fourModels)
    const standings = standingsOf(small, { winner: small, loser: large })
    expect(findingOn(fourModels, [], [standings]).support.at(-1)).toBe(
      'A smaller model beats a larger one in capitals (135M SmolLM2 instruct above 494M Qwen2.5-Coder instruct).',
    )
    const said = (axes: ReportUpset['axes']) =>
      standings.upsets.map((upset) => upsetSentence({ ...upset, axes }, view))
    const active = { axis: 'active', factor: 3.67, pAdjusted: 0.012 } as const
    expect(said([active, { ...active, axis: 'total' }])).toEqual([
      '135M SmolLM2 instruct scores 0.300 [0.100, 0.500] higher than 494M Qwen2.5-Coder instruct, which is 3.7 times larger (adjusted p = 0.012).',
    ])
    expect(said([{ ...active, axis: 'total' }])[0]).toContain(
      'is 3.7 times larger in total parameters alone (adjusted p = 0.012).',
    )
    expect(said([active, { axis: 'total', factor: 8, pAdjusted: 0.0001 }])[0]).toContain(
      'is 3.7 times larger in active parameters (adjusted p = 0.012) and 8 times larger in total parameters (adjusted p < 0.001).',
    )
  })
})

describe('the tests behind a verdict', () => {
  const rules = ['rule-2: α = 0.05, κ = 0.5.', 'Training-seed variance is not in these intervals.']
  const most = verdictOf({
    ...{ verdict: 'emergent', families: 'Pythia', pApparent: 0.0004, pSharp: 0.012, pAdjusted: 0.03 },
    ...{ gapLow: 1.4e9, gapHigh: 2.8e9, share: 0.92, shareLow: 0.82, shareHigh: 1.03 },
  })
  const few = verdictOf({ shots: 0, sentence: 'Little at k=0.', needed: '240 items' })
  const text = (all: readonly VerdictRow[], tests: Parameters<typeof verdictPart>[1]['tests'] = new Map()) =>
    verdictPart({ leading: all.slice(-1), all }, { tests, rules }, 'b').text.replace(/<[^>]*>/gu, '|')

  test('are printed with it: sizes, items, gap, p-values, share, width, families, constants and limits', () => {
    const width = { decades: 0.5, low: 0, high: 1.25 }
    const page = text([few, most], new Map([[most, { floorSizes: 5, pLeft: 0.75, pTrend: 0.016, width }]]))
    for (const part of [
      ...[
        'Pythia',
        'emergent',
        '|8|',
        '|100|',
        '|5|',
        '1.4B to 2.8B',
        '&lt;\u00a00.001',
        '|0.012|',
        '|0.75|',
      ],
      ...['|0.016|', '|0.030|', '92 % [82, 103]', '0.50 [0.00, 1.25]', ...rules, 'Little at k=0.'],
      ...['at other k: k = 0 smooth', 'To say more: 240 items.'],
    ])
      expect(page).toContain(part)
  })

  test('columns that nobody fills are left out, and what was not tested is a dash', () => {
    const page = text([few, { ...most, shareLow: undefined, shareHigh: undefined }])
    expect(page).not.toContain('W of the rise')
    expect(page).toContain('|92 %|')
    expect(page).toContain('–')
  })

  test('a curve without a verdict has none', () => {
    expect(text([verdictOf({ verdict: 'not_identifiable' })])).not.toContain('Tests behind')
  })
})
