import { describe, expect, test } from 'vitest'
import { chartsOf } from '../../src/charts/charts-of.ts'
import { chartGroups, describeGroup } from '../../src/charts/condition.ts'
import { scoreByParameters } from '../../src/charts/score-by-parameters.ts'
import { scoreByShots } from '../../src/charts/score-by-shots.ts'
import { seriesOf } from '../../src/charts/series.ts'
import { svgOf } from '../../src/charts/svg.ts'
import type { Point } from '../../src/domain/point.ts'
import { fourModels, pointWith, SHOTS, simulatedLadder } from './demo-points.ts'

function groupOf(points: readonly Point[]) {
  const [group] = chartGroups(points)
  if (group === undefined) throw new Error('no group')
  return group
}

/** The texts of an SVG, in file order. */
function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text ?? '')
}

/** How many lines of more than one point an SVG has: paths of the line layer with an L in them. */
function joinedLines(svg: string): number {
  const marks = [
    ...svg.matchAll(
      /aria-roledescription="line mark"[^>]*d="([^"]*)"|<path[^>]*d="([^"]*)"[^>]*aria-roledescription="line mark"/gu,
    ),
  ]
  return marks.filter(([, a, b]) => (a ?? b ?? '').includes('L')).length
}

describe('files', () => {
  test.each<[changes: Partial<Point>, files: string[]]>([
    [{}, ['capitals-exact_match-by-parameters.svg', 'capitals-exact_match-by-shots.svg']],
    [
      { source: 'simulated', rendering: 'chat', instruction: 'on', sampling: 'per-query' },
      [
        'capitals-exact_match-by-parameters-simulated-chat-instruction-per-query.svg',
        'capitals-exact_match-by-shots-simulated-chat-instruction-per-query.svg',
      ],
    ],
    [{ task: '../a b' }, ['.._a_b-exact_match-by-parameters.svg', '.._a_b-exact_match-by-shots.svg']],
  ])('%j', (changes, files) => {
    const charts = chartsOf(fourModels.map((point) => ({ ...point, ...changes })))
    expect(charts.map(({ file }) => file)).toEqual(files)
  })

  test('only what there is to draw', () => {
    const one = fourModels.filter(({ model }) => model === 'gemma3-270m')
    expect(chartsOf(one).map(({ file }) => file)).toEqual(['capitals-exact_match-by-shots.svg'])
    const zero = fourModels.filter(({ shots }) => shots === 0)
    expect(chartsOf(zero).map(({ file }) => file)).toEqual(['capitals-exact_match-by-parameters.svg'])
    const sizeless = fourModels.map((point) => ({
      ...point,
      parameters: undefined,
      activeParameters: undefined,
    }))
    expect(chartsOf(sizeless).map(({ file }) => file)).toEqual(['capitals-exact_match-by-shots.svg'])
    expect(chartsOf([])).toEqual([])
    const unscored = fourModels.map((point) => (point.shots > 0 ? { ...point, score: undefined } : point))
    expect(chartsOf(unscored)).toEqual(chartsOf(zero))
  })
})

describe('groups', () => {
  test('sources never meet in one chart', () => {
    expect(chartGroups([...fourModels, ...simulatedLadder].map((p) => ({ ...p, task: 't' })))).toHaveLength(2)
  })

  test('a control is drawn from its zero-shot baseline', () => {
    const points = [
      pointWith({ score: 0.1 }),
      pointWith({ score: 0.5, shots: 4 }),
      pointWith({ score: 0.3, shots: 4, control: 'flipped-labels' }),
    ]
    const flipped = chartGroups(points).find(({ unusual }) => unusual.includes('flipped-labels'))
    expect(flipped?.points.map(({ shots, score }) => [shots, score])).toEqual([
      [0, 0.1],
      [4, 0.3],
    ])
  })

  test('say what their points and intervals are', () => {
    expect(describeGroup(groupOf(fourModels))).toEqual([
      'raw prompts · 30 items · 1 draw · 95 % intervals: Wilson',
      'Intervals cover the choice of items, not of demonstrations',
    ])
    const perQuery = simulatedLadder.map((point) => ({
      ...point,
      sampling: 'per-query' as const,
      items: point.shots === 8 ? 90 : 100,
    }))
    expect(describeGroup(groupOf(perQuery))).toEqual([
      'raw prompts · 90–100 items · 3 draws · 95 % intervals: Wilson on effective trials',
    ])
  })
})

describe('series', () => {
  test('come by size and are labelled by size, family and tuning', () => {
    expect(seriesOf(fourModels.toReversed()).map(({ label }) => label)).toEqual([
      '135M SmolLM2 instruct',
      '268M Gemma 3 base',
      '494M Qwen2.5-Coder instruct',
      '1.5B Qwen2.5-Coder instruct',
    ])
  })

  test('of one label or one model are told apart', () => {
    const points = [
      pointWith({ score: 0.1, model: 'a' }),
      pointWith({ score: 0.1, model: 'b' }),
      pointWith({ score: 0.1, model: 'b', quantization: 'Q4_1' }),
      pointWith({ score: 0.1, model: 'c', parameters: undefined, activeParameters: undefined }),
    ]
    expect(seriesOf(points).map(({ label }) => label)).toEqual([
      '100M Small base, a',
      '100M Small base, b Q4_1',
      '100M Small base, b Q8_0',
      'Small base',
    ])
  })

  test('a mixture of experts stands at its active parameters', () => {
    expect(seriesOf([pointWith({ score: 0, parameters: 30e9, activeParameters: 3e9 })])[0]?.size).toBe(3e9)
  })
})

async function svgByParameters(points: readonly Point[], joinAll = false): Promise<string> {
  const spec = scoreByParameters(groupOf(points), { joinAll })
  if (spec === undefined) throw new Error('no chart')
  return svgOf(spec)
}

describe('score by parameters', () => {
  test('names models, sizes, shots, family and tuning', async () => {
    const texts = textsOf(await svgByParameters(fourModels))
    expect(texts).toEqual(expect.arrayContaining(['capitals: exact match by model size', 'exact match']))
    expect(texts).toEqual(expect.arrayContaining(['135M', '268M', '494M', '1.5B']))
    expect(texts).toEqual(expect.arrayContaining(['gemma3-270m', 'qwen2.5-coder-1.5b-instruct']))
    expect(texts).toEqual(expect.arrayContaining(['SmolLM2 instruct', 'Gemma 3 base', ...SHOTS.map(String)]))
    expect(texts).not.toContain('chance')
  })

  test('joins models of one family and tuning only', async () => {
    // One pair of models of one kind, so a line per k.
    expect(joinedLines(await svgByParameters(fourModels))).toBe(5)
    const mixed = fourModels.map((point) => ({ ...point, tuning: undefined, family: point.model }))
    expect(joinedLines(await svgByParameters(mixed))).toBe(0)
    expect(joinedLines(await svgByParameters(mixed, true))).toBe(5)
  })

  test('simulated points say so, and chance has its line', async () => {
    const texts = textsOf(await svgByParameters(simulatedLadder))
    expect(texts).toContain('addition-2-digit: exact match by model size (simulated)')
    expect(texts).toContain('chance')
  })

  test('a point without a score is left out', async () => {
    const points = fourModels.map((point) => (point.shots === 8 ? { ...point, score: undefined } : point))
    const svg = await svgByParameters(points)
    expect(svg).not.toContain('NaN')
    expect(joinedLines(svg)).toBe(4)
  })

  test('what leaves [0, 1] is cut at its edge', () => {
    const points = fourModels.map((point) => ({ ...point, ciMethod: 't', ciLow: -0.2, ciHigh: 1.3 }))
    const spec = JSON.stringify(scoreByParameters(groupOf(points)))
    expect(spec).toContain('"low":0,"high":1')
    expect(spec).not.toContain('1.3')
  })
})

test('score by shots has a line per model and a legend of size, family and tuning', async () => {
  const spec = scoreByShots(groupOf(fourModels))
  if (spec === undefined) throw new Error('no chart')
  const svg = await svgOf(spec)
  const texts = textsOf(svg)
  expect(joinedLines(svg)).toBe(4)
  expect(texts).toContain('capitals: exact match by shots')
  expect(texts).toEqual(expect.arrayContaining(['494M Qwen2.5-Coder instruct', '268M Gemma 3 base']))
  expect(texts).toEqual(expect.arrayContaining(SHOTS.map(String)))
})

test('model and task names are escaped', async () => {
  const points = fourModels.map((point) => ({ ...point, model: `<b>&"${point.model}`, task: '<script>' }))
  const svg = await svgByParameters(points)
  expect(svg).toContain('&lt;b&gt;&amp;')
  expect(svg).not.toMatch(/<script|<b>/u)
})
