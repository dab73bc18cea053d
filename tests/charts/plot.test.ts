import { describe, expect, test } from 'vitest'
import { drawPlot } from '../../src/charts/plot/draw-plot.ts'
import { plotFigure } from '../../src/charts/plot/plot-figure.ts'
import type { PlotRequest } from '../../src/charts/plot/plot-request.ts'
import { wrapParts } from '../../src/charts/wrap-parts.ts'
import type { Point } from '../../src/domain/point.ts'
import { fourModels, pointWith, simulatedLadder } from './demo-points.ts'

function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text ?? '')
}

/** How many points each joined line has, from the paths of line marks. */
function lineLengths(svg: string): number[] {
  const paths = [
    ...svg.matchAll(
      /<path aria-label="[^"]*" role="graphics-symbol" aria-roledescription="line mark" d="([^"]*)"/gu,
    ),
  ]
  return paths.map(([, path = '']) => path.split('L').length)
}

const twoTasks = [...fourModels, ...fourModels.map((point) => ({ ...point, task: '国家首都' }))]
const controls = [
  ...fourModels,
  ...fourModels
    .filter(({ shots }) => shots > 0)
    .map((point) => ({ ...point, control: 'flipped-labels' as const, score: (point.score ?? 0) / 2 })),
]

describe('what differs gets a place', () => {
  test.each<[name: string, points: readonly Point[], request: PlotRequest, panels: number]>([
    ['one task', fourModels, { x: 'params' }, 1],
    ['tasks', twoTasks, { x: 'params' }, 2],
    ['controls are panels beside shots', controls, { x: 'params' }, 2],
    ['controls are panels beside models', controls, { x: 'shots' }, 2],
    ['controls are colours in panels of models', controls, { x: 'shots', facets: ['model'] }, 4],
    ['rows and columns', twoTasks, { x: 'shots', facets: ['task', 'model'] }, 8],
    ['panels of one', fourModels, { x: 'shots', facets: ['task'] }, 1],
  ])('%s', (_, points, request, panels) => {
    expect(plotFigure(points, request).panels).toBe(panels)
  })

  test.each<[points: readonly Point[], request: PlotRequest, message: string]>([
    [
      twoTasks,
      { x: 'params', facets: [] },
      'the points differ in task, which one panel would mix; make panels with --facet task, or keep one with --task',
    ],
    [
      controls,
      { x: 'params', facets: ['task'] },
      'the points differ in control, which panels by task would mix',
    ],
    [
      fourModels,
      { x: 'cost' },
      'none of 20 points has a place on --x cost; only models with a price have one',
    ],
    [fourModels.map((point) => ({ ...point, score: undefined })), { x: 'params' }, 'no point has a score'],
  ])('%#: refused', (points, request, message) => {
    expect(() => plotFigure(points, request)).toThrow(message)
  })

  test('a control has the zero-shot points as its baseline', () => {
    // 4 models at 0 shots stand in both panels.
    expect(plotFigure(controls, { x: 'shots' }).drawn).toBe(controls.length + 4)
  })
})

describe('lines', () => {
  test('along sizes they join one family and tuning', async () => {
    const { svg } = await drawPlot(fourModels, { x: 'params' })
    expect(lineLengths(svg).filter((length) => length > 1)).toEqual([2, 2, 2, 2, 2])
    const { svg: ladder } = await drawPlot(simulatedLadder, { x: 'params' })
    expect(lineLengths(ladder)).toEqual([8, 8, 8, 8, 8])
  })

  test('two quantisations of one ladder are two lines', async () => {
    const ladder = simulatedLadder.filter(({ shots }) => shots === 0)
    const both = [...ladder, ...ladder.map((point) => ({ ...point, quantization: 'Q4_0' }))]
    const { svg } = await drawPlot(both, { x: 'params' })
    expect(lineLengths(svg)).toEqual([8, 8])
  })

  test('along shots and tokens they join one model', async () => {
    const points = fourModels.map((point) => ({ ...point, tokens: (point.shots + 1) * 3000 }))
    for (const x of ['shots', 'tokens'] as const) {
      const { svg } = await drawPlot(points, { x })
      expect(lineLengths(svg)).toEqual([5, 5, 5, 5])
    }
  })
})

describe('labels', () => {
  test('sizes, panels, legend, chance and what the intervals are', async () => {
    const { svg } = await drawPlot(twoTasks, { x: 'params' })
    const texts = textsOf(svg)
    expect(texts).toEqual(
      expect.arrayContaining([
        'exact match by model size',
        'capitals',
        '国家首都',
        '135M',
        '1.5B',
        'shots (k)',
      ]),
    )
    expect(svg).toContain('raw prompts · 30 items · 1 draw · 95 % intervals: Wilson')
    expect(texts).not.toContain('chance')
    const { svg: simulated } = await drawPlot(simulatedLadder, { x: 'params' })
    expect(textsOf(simulated)).toContain('chance')
  })

  test.each<[title: string | undefined, shown: string]>([
    [undefined, 'addition-2-digit: exact match by model size (simulated)'],
    ['A title', 'A title (simulated)'],
    ['A simulated ladder', 'A simulated ladder'],
    ['', 'simulated data'],
  ])('simulated points say so under the title %j', async (title, shown) => {
    const { svg } = await drawPlot(simulatedLadder, { x: 'params', title })
    expect(textsOf(svg)).toContain(shown)
  })

  test('an import drawn over a run is told apart from it', async () => {
    const imported = simulatedLadder.map((point) => ({
      ...point,
      task: 'capitals',
      source: 'gpt3',
      family: 'GPT-3',
    }))
    const texts = textsOf((await drawPlot([...fourModels, ...imported], { x: 'params' })).svg)
    expect(texts).toEqual(expect.arrayContaining(['GPT-3 (imported) base', 'SmolLM2 instruct']))
  })

  test('costs are dollars per 1,000 answered trials', () => {
    const points = [
      pointWith({ score: 0.5, costUsd: 0.3, trials: 40, failed: 10 }),
      pointWith({ score: 0.5, shots: 2, costUsd: 1.5 }),
    ]
    const spec = JSON.stringify(plotFigure(points, { x: 'cost' }).spec)
    expect(spec).toContain('"x":0.01,')
    expect(spec).toContain('\\"0.01\\":\\"10\\"')
    expect(plotFigure([...points, pointWith({ score: 1, shots: 4, costUsd: 0 })], { x: 'cost' }).left).toBe(1)
  })
})

describe('layout', () => {
  test.each([
    [420, 420],
    [2400, 2400],
  ])('a width of %i is kept', async (width, expected) => {
    const { svg } = await drawPlot(twoTasks, { x: 'params', width })
    const drawn = Number(/ width="(\d+)"/u.exec(svg)?.[1])
    expect(Math.abs(drawn - expected)).toBeLessThanOrEqual(4)
  })

  test('bars that would cover each other become bands', () => {
    const crowded = Array.from({ length: 12 }, (_, index) => index).flatMap((index) =>
      simulatedLadder.map((point) => ({ ...point, shots: point.shots + 16 * index, task: `t${index % 4}` })),
    )
    expect(JSON.stringify(plotFigure(crowded, { x: 'params' }).spec)).toContain('"type":"area"')
    expect(JSON.stringify(plotFigure(fourModels, { x: 'params' }).spec)).not.toContain('"type":"area"')
  })

  test('one size, and one point, are drawn', async () => {
    const { svg } = await drawPlot([pointWith({ score: 0.4 })], { x: 'params' })
    expect(svg).not.toContain('NaN')
    expect(textsOf(svg)).toContain('100M')
  })

  test.each([
    [['a', 'b', 'c'], 1000, ['a · b · c']],
    [['a', '', 'b'], 5, ['a', 'b']],
    [[], 100, []],
  ])('%j in %i pixels', (parts, width, lines) => {
    expect(wrapParts(parts, { separator: ' · ', width, fontSize: 12 })).toEqual(lines)
  })
})
