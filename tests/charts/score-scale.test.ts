import { describe, expect, test } from 'vitest'
import { chartGroups } from '../../src/charts/condition.ts'
import { scoreByParameters } from '../../src/charts/score-by-parameters.ts'
import { scoreByShots } from '../../src/charts/score-by-shots.ts'
import { scoreScale } from '../../src/charts/score-scale.ts'
import { svgOf } from '../../src/charts/svg.ts'
import { terminalCurve } from '../../src/charts/terminal-curve.ts'
import { terminalTable } from '../../src/charts/terminal-table.ts'
import type { Point } from '../../src/domain/point.ts'
import { pointWith } from './demo-points.ts'

/** Log-likelihoods: at most 0, better with size and shots. */
const nats: Point[] = [1e8, 1e9].flatMap((parameters, size) =>
  [0, 4].map((shots, step) => {
    const score = -1.3 + 0.4 * size + 0.3 * step
    return pointWith({
      metric: 'target_loglikelihood',
      metricKind: 'continuous',
      model: `m${size}`,
      parameters,
      activeParameters: parameters,
      shots,
      score,
      ciLow: score - 0.15,
      ciHigh: score + 0.15,
      ciMethod: 't',
      chance: undefined,
      maximum: 0,
      normalizedScore: undefined,
    })
  }),
)

function groupOf(points: readonly Point[]) {
  const [group] = chartGroups(points)
  if (group === undefined) throw new Error('no group')
  return group
}

describe('the scale', () => {
  test.each([
    ['fractions, whatever they are', { score: 0.3, ciLow: -0.2, maximum: 1 }, 0, 1, 6],
    ['a fraction whose best is below 1', { score: 0.3, maximum: 0.9 }, 0, 1, 6],
    ['nats down to the lowest interval', { score: -1.3, ciLow: -1.45, maximum: 0 }, -1.5, 0, 4],
    ['nats near 0', { score: -0.01, maximum: 0 }, -0.1, 0, 2],
    ['nats of an unlikely text', { score: -17, maximum: 0 }, -20, 0, 5],
    ['no point', undefined, 0, 1, 6],
  ])('of %s', (_name, point, low, high, ticks) => {
    const scale = scoreScale(point === undefined ? [] : [point])
    expect([scale.low, scale.high, scale.ticks.length]).toEqual([low, high, ticks])
    expect(scale.ticks[0]).toBeCloseTo(low, 12)
    expect(scale.ticks.at(-1)).toBe(0 + high)
  })
})

test.each([
  ['parameters', () => scoreByParameters(groupOf(nats))],
  ['shots', () => scoreByShots(groupOf(nats))],
] as const)(
  'a chart of nats by %s has an axis of negative numbers and no line of chance',
  async (_by, made) => {
    const spec = made()
    if (spec === undefined) throw new Error('no chart')
    const svg = await svgOf(spec)
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text)
    expect(texts).toEqual(
      expect.arrayContaining(['target log-likelihood, nats per byte', '−1.5', '−0.5', '0.0']),
    )
    expect(texts).not.toContain('chance')
    expect(texts).not.toContain('1.0')
    // No mark lies outside of the plot, as it would on an axis from 0 to 1.
    expect(svg).not.toContain('NaN')
    const heights = [
      ...svg.matchAll(/transform="translate\([\d.]+,(-?[\d.]+)\)"[^>]*aria-roledescription="point"/gu),
    ]
    for (const [, y] of heights) expect(Number(y)).toBeGreaterThanOrEqual(0)
  },
)

test('an interval above 0 is cut at 0', () => {
  const spec = JSON.stringify(scoreByShots(groupOf(nats.map((point) => ({ ...point, ciHigh: 0.4 })))))
  expect(spec).toContain('"high":0}')
  expect(spec).not.toContain('"high":0.4')
})

test('in the terminal', () => {
  expect(terminalTable(groupOf(nats), 100)).toEqual([
    'model  size  k=0                   k=4',
    'm0     100M  -1.30 [-1.45, -1.15]  -1.00 [-1.15, -0.85]',
    'm1     1B    -0.90 [-1.05, -0.75]  -0.60 [-0.75, -0.45]',
  ])
  expect(terminalCurve(groupOf(nats), { by: 'shots', width: 40, height: 7 })).toEqual([
    '  0.0 ┤',
    '      │',
    '      │                          B',
    '-0.75 ┤',
    '      │B                         A',
    '      │A',
    ' -1.5 ┤',
    '      └┬─────────────────────────┬ shots',
    '       0                         4',
    '       A 100M Small base',
    '       B 1B Small base',
  ])
})
