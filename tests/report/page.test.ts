import fc from 'fast-check'
import { compile } from 'vega-lite'
import { describe, expect, test } from 'vitest'
import type { Point } from '../../src/domain/point.ts'
import { findingOf } from '../../src/report/finding.ts'
import { frontier } from '../../src/report/frontier.ts'
import { controlFigures, frontierFigures, outcomeFigure, sizeFigure } from '../../src/report/make-figures.ts'
import { cutText } from '../../src/report/pack-trials.ts'
import { chartSpec } from '../../src/report/page/chart-spec.ts'
import { endLabels } from '../../src/report/page/end-labels.ts'
import { readPageData } from '../../src/report/page/page-data.ts'
import { shownTrial } from '../../src/report/page/trial.ts'
import { filteredTrials } from '../../src/report/page/trial-list.ts'
import { visibleParts } from '../../src/report/page/visible-text.ts'
import { reportHtml } from '../../src/report/report-html.ts'
import { reportView } from '../../src/report/view.ts'
import { fourModels, pointWith, simulatedLadder } from '../charts/demo-points.ts'
import { inputOf, resultOf, verdictOf } from './report-input.ts'

const sample = { perCell: 20, seed: 1, counts: new Map() }
const viewOf = (points: readonly Point[]) => reportView({ points, tasks: [], sample })
const leadOf = (points: readonly Point[], verdicts: Parameters<typeof findingOf>[1] = []) =>
  findingOf(viewOf(points), verdicts, points).lead

describe('the finding', () => {
  const jump = verdictOf({
    verdict: 'emergent',
    task: 'b',
    sentence: 'Task b jumps between 1.4B and 2.8B.',
    gapLow: 1.4e9,
    gapHigh: 2.8e9,
  })
  test.each<[string, readonly Point[], Parameters<typeof findingOf>[1], string]>([
    [
      'too few sizes of one family',
      fourModels,
      [],
      'This run cannot carry a verdict on emergence: it has 4 sizes in 3 families, no family has more than 2 sizes, and a verdict needs 5 sizes of one family.',
    ],
    [
      'no verdict computed',
      simulatedLadder,
      [],
      'No verdict on emergence was computed for these curves: what follows are scores with their intervals, not findings about jumps.',
    ],
    ['what says the most comes first', simulatedLadder, [verdictOf(), jump], jump.sentence],
    [
      'a sentence without its task gets it',
      simulatedLadder,
      [verdictOf()],
      'addition-2-digit: Exact match grows steadily.',
    ],
    [
      'none has a verdict',
      simulatedLadder,
      [verdictOf({ verdict: 'not_identifiable', sizes: 2 })],
      'No curve of this run can carry a verdict on emergence: the longest line of models of one family has 2 sizes (Simulated), and a verdict needs 5 sizes over at least 1 decade in one family.',
    ],
    [
      'only the most shots of a task speak',
      simulatedLadder,
      [verdictOf(), { ...jump, task: 'addition-2-digit', shots: 2 }],
      'addition-2-digit: Exact match grows steadily.',
    ],
    ['nothing ran', [], [], 'No trial of this run is finished: there is nothing to show yet.'],
  ])('%s', (_, points, verdicts, lead) => {
    expect(leadOf(points, verdicts)).toBe(lead)
  })

  test('without verdicts every task says what its curve is', () => {
    expect(findingOf(viewOf(fourModels), [], fourModels).support).toEqual([
      'capitals: at k = 8, exact match is 0.600 at 135M and 0.967 at 1.5B; the 95 % intervals are apart.',
      'The smallest and the largest model are of different families: such a difference need not be one of size.',
    ])
  })
})

describe('figures', () => {
  const view = viewOf(simulatedLadder)
  const metric = view.tasks[0]?.conditions[0]?.metrics[0]
  if (metric === undefined) throw new Error('no metric')

  test('lines join neither families nor tunings', () => {
    const mixed = viewOf(fourModels)
    const [own] = mixed.tasks[0]?.conditions[0]?.metrics ?? []
    const figure = own && sizeFigure(own, mixed, [])
    const lines = Map.groupBy(figure?.marks ?? [], ({ series }) => series)
    const modelOf = (cell: number) => mixed.cells[cell]?.label.replace(/^\S+ /u, '')
    for (const marks of lines.values()) expect(new Set(marks.map(({ cell }) => modelOf(cell))).size).toBe(1)
    expect(lines.size).toBe(3 * 5)
  })

  test('the gap of a verdict is marked', () => {
    const figure = sizeFigure(metric, view, [verdictOf({ gapLow: 1.4e9, gapHigh: 2.8e9 }), verdictOf()])
    expect(figure?.gaps).toEqual([{ low: 1.4e9, high: 2.8e9 }])
  })

  test('every figure is a chart that Vega-Lite takes, at phone width as well', () => {
    const hard = simulatedLadder.map((point) => ({
      ...point,
      unparsed: 3,
      costUsd: point.parameters ?? 0,
      latencyMs: 5,
    }))
    const flipped = hard
      .map((point) => ({ ...point, control: 'flipped-labels' as const }))
      .filter(({ shots }) => shots > 0)
    const both = viewOf([...hard, ...flipped])
    const conditions = both.tasks[0]?.conditions ?? []
    const [first] = conditions
    const own = first?.metrics[0]
    if (first === undefined || own === undefined) throw new Error('no condition')
    const figures = [
      sizeFigure(own, both, [verdictOf({ gapLow: 1.4e9, gapHigh: 2.8e9 })]),
      ...frontierFigures(own, both),
      ...controlFigures(conditions, both),
      outcomeFigure(first, both),
    ].filter((figure) => figure !== undefined)
    expect(figures.map(({ type }) => type)).toEqual([
      'size',
      'frontier',
      'frontier',
      ...Array(8).fill('shots'),
      'outcomes',
    ])
    for (const figure of figures)
      for (const width of [260, 560])
        expect(compile(chartSpec(figure, both.cells, width)).spec.marks).not.toEqual([])
  })

  test('labels at the ends of lines keep apart and stay on the scale', () => {
    const y = { low: 0, high: 1, ticks: [], decimals: 1, title: '' }
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }),
        (scores) => {
          const series = scores.map((_, index) => ({ label: '', short: `${index}`, kind: 0 }))
          const marks = scores.map((score, index) => ({
            cell: 0,
            series: index,
            x: 8,
            score,
            low: 0,
            high: 1,
          }))
          const places = endLabels({ type: 'shots', title: '', series, marks, y }, 0.07).map(
            ({ score }) => score,
          )
          expect(places).toHaveLength(scores.length)
          for (const [index, place] of places.entries()) {
            expect(place).toBeLessThanOrEqual(1 + 1e-9)
            if (index > 0) expect(place - (places[index - 1] ?? 0)).toBeGreaterThanOrEqual(0.07 - 1e-9)
          }
        },
      ),
    )
  })

  test('a frontier has exactly the members that no other one beats', () => {
    const member = fc.record({ x: fc.integer({ min: 1, max: 6 }), score: fc.integer({ min: 0, max: 6 }) })
    fc.assert(
      fc.property(fc.array(member, { maxLength: 12 }), (members) => {
        const beaten = (one: { x: number; score: number }) =>
          members.some((o) => o.x <= one.x && o.score >= one.score && (o.x < one.x || o.score > one.score))
        const front = frontier(members)
        for (const one of front) expect(beaten(one)).toBe(false)
        for (const one of members) if (!beaten(one)) expect(front).toContainEqual(one)
      }),
    )
  })
})

describe('texts', () => {
  test.each([
    ['plain\n\ttext', [{ text: 'plain\n\ttext' }]],
    ['a\0b', [{ text: 'a' }, { mark: 'U+0000' }, { text: 'b' }]],
    ['\u202e=1\u202c', [{ mark: 'U+202E' }, { text: '=1' }, { mark: 'U+202C' }]],
    ['\u2028', [{ mark: 'U+2028' }]],
    ['\ud83d', [{ mark: 'U+D83D' }]],
    ['😀 中', [{ text: '😀 中' }]],
    ['\r', [{ mark: 'U+000D' }]],
  ])('what hides or reorders is named: %j', (text, parts) => {
    expect(visibleParts(text)).toEqual(parts.map((part) => expect.objectContaining(part)))
  })

  test('a long text is cut in the middle and says so', () => {
    const cut = cutText(`${'a'.repeat(500)}${'b'.repeat(500)}`, 100)
    expect(cut).toMatch(/^a{70}\n\[… 900 characters cut here; trials.csv has them …\]\nb{30}$/u)
    expect(cutText('a'.repeat(100), 100)).toBe('a'.repeat(100))
  })

  test('what is packed is what is shown, whatever models wrote', async () => {
    const [point] = fourModels
    if (point === undefined) throw new Error('no point')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ response: fc.string({ unit: 'binary' }), target: fc.string() }), {
          maxLength: 5,
        }),
        async (texts) => {
          const results = texts.map((changes, index) =>
            resultOf(point, { ...changes, trialKey: String(index), item: `i${index}`, answer: undefined }),
          )
          const page = reportHtml({ ...(await inputOf([point], results)), libraries: [] })
          const block = /id="data">(.*?)<\/script>/su.exec(page)?.[1] ?? ''
          const data = await readPageData(block)
          const shown = filteredTrials(data, { scope: 0, model: '', shots: '', show: 'all' }).map((index) => {
            const packed = data.trials[index]
            return packed && shownTrial(data, packed)
          })
          expect(shown.map((trial) => [trial?.response, trial?.target, trial?.answer])).toEqual(
            texts.map(({ response, target }) => [response, target, undefined]),
          )
          for (const trial of shown)
            expect(trial?.prompt).toEqual([{ role: '', text: 'Q: capital of France?\nA:' }])
        },
      ),
      { numRuns: 40 },
    )
  })

  test('an imported curve has no trials to open, and the page says that there are none', async () => {
    const imported = [1e8, 1e9].map((parameters) =>
      pointWith({
        source: 'Brown et al. 2020',
        model: `gpt-${parameters}`,
        parameters,
        activeParameters: undefined,
        score: 0.5,
      }),
    )
    const page = reportHtml({ ...(await inputOf(imported)), libraries: [] })
    expect(page).toContain('none: these are published scores')
    expect(page).toContain('capitals (Brown et al. 2020)')
    expect(page).not.toContain('class="open"')
  })
})
