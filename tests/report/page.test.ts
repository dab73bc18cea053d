import fc from 'fast-check'
import { compile } from 'vega-lite'
import { describe, expect, test } from 'vitest'
import type { Point } from '../../src/domain/point.ts'
import { frontier } from '../../src/report/frontier.ts'
import { frontierFigures } from '../../src/report/frontier-figures.ts'
import { controlFigures, outcomeFigure, sizeFigure } from '../../src/report/make-figures.ts'
import { cutText } from '../../src/report/pack-trials.ts'
import { chartSpec } from '../../src/report/page/chart-spec.ts'
import { endLabels } from '../../src/report/page/end-labels.ts'
import { labelPlaces } from '../../src/report/page/label-places.ts'
import { readPageData } from '../../src/report/page/page-data.ts'
import { shownTrial } from '../../src/report/page/trial.ts'
import { filteredTrials } from '../../src/report/page/trial-list.ts'
import { visibleParts } from '../../src/report/page/visible-text.ts'
import { reportHtml } from '../../src/report/report-html.ts'
import { reportView } from '../../src/report/view.ts'
import { fourModels, pointWith, simulatedLadder } from '../charts/demo-points.ts'
import { inputOf, resultOf, standingsOf, verdictOf } from './report-input.ts'

const sample = { perCell: 20, seed: 1, counts: new Map() }
const viewOf = (points: readonly Point[]) => reportView({ points, tasks: [], sample })
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

  test('the gaps of verdicts are marked, with whose k they are', () => {
    const gap = { gapLow: 1.4e9, gapHigh: 2.8e9 }
    const figure = sizeFigure(metric, view, [verdictOf(gap), verdictOf({ ...gap, shots: 0 }), verdictOf()])
    expect(figure?.gaps).toEqual([
      { low: 1.4e9, high: 2.8e9, shots: 0, tone: 0 },
      { low: 1.4e9, high: 2.8e9, shots: 8, tone: 1 },
    ])
  })

  test('a frontier shows each model once, at the most shots, with how sure its place is', () => {
    const most = simulatedLadder.filter(({ shots }) => shots === 8).slice(0, 3)
    const [solid, candidate, off] = most
    if (solid === undefined || candidate === undefined || off === undefined) throw new Error('no models')
    const standings = standingsOf(solid, { members: [solid, candidate, off] })
    const figures = frontierFigures(metric, view, standings)
    expect(figures.map(({ axis, title }) => [axis, title])).toEqual([
      ['size', 'Frontier: exact match by size, k = 8'],
    ])
    expect(figures[0]?.marks.map(({ share, standing, label }) => [share, standing, label])).toEqual([
      [0.95, 'solid', '70M'],
      [0.5, 'candidate', '160M'],
      [0.01, 'off', '410M'],
    ])
    // A score of all answers at once has no items to resample: the points alone tell.
    const [bare] = frontierFigures(metric, view, undefined)
    expect(bare?.marks).toHaveLength(8)
    expect(bare?.marks.every(({ share }) => share === undefined)).toBe(true)
  })

  test('labels beside points cover neither each other nor a point, and stay in the plot', () => {
    const plot = { width: 300, height: 200 }
    const point = fc.record({
      x: fc.double({ min: 0, max: 300, noNaN: true }),
      y: fc.double({ min: 0, max: 200, noNaN: true }),
      label: fc.constantFrom('1B', '135M', '1.5B'),
    })
    fc.assert(
      fc.property(fc.array(point, { maxLength: 10 }), (points) => {
        const boxes = labelPlaces(points, plot).flatMap((place, index) => {
          const { x = 0, y = 0, label = '' } = points[index] ?? {}
          if (place === undefined) return []
          const width = 6 * label.length
          const left = place.align === 'left' ? x + place.dx : x + place.dx - width
          return [{ left, right: left + width, top: y + place.dy - 5, bottom: y + place.dy + 5 }]
        })
        const covers = (a: (typeof boxes)[0], b: (typeof boxes)[0]) =>
          a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
        for (const [index, box] of boxes.entries()) {
          expect(box.left).toBeGreaterThanOrEqual(0)
          expect(box.right).toBeLessThanOrEqual(plot.width)
          expect(boxes.slice(index + 1).some((other) => covers(box, other))).toBe(false)
          for (const { x, y } of points)
            expect(covers(box, { left: x - 3, right: x + 3, top: y - 3, bottom: y + 3 })).toBe(false)
        }
      }),
    )
    expect(labelPlaces([{ x: 100, y: 100, label: '1B' }], plot)).toEqual([{ align: 'left', dx: 7, dy: -7 }])
  })

  test('of how trials ended only the cells with trouble are drawn, and the others are counted', () => {
    const troubled = simulatedLadder.map((point, index) => ({ ...point, truncated: index < 3 ? 2 : 0 }))
    const own = viewOf(troubled)
    const [condition] = own.tasks[0]?.conditions ?? []
    const figure = condition && outcomeFigure(condition, own)
    expect([figure?.rows.length, figure?.others]).toEqual([3, simulatedLadder.length - 3])
    const [fine] = view.tasks[0]?.conditions ?? []
    expect(fine && outcomeFigure(fine, view)).toBeUndefined()
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
      ...frontierFigures(own, both, undefined),
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
