import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { chartGroups } from '../../src/charts/condition.ts'
import { terminalCurve } from '../../src/charts/terminal-curve.ts'
import { terminalReport } from '../../src/charts/terminal-report.ts'
import { terminalTable } from '../../src/charts/terminal-table.ts'
import type { Point } from '../../src/domain/point.ts'
import { fourModels, pointWith, simulatedLadder } from './demo-points.ts'

function groupOf(points: readonly Point[]) {
  const [group] = chartGroups(points)
  if (group === undefined) throw new Error('no group')
  return group
}

test('a table of models and shots', () => {
  const points = fourModels.filter(({ shots }) => shots === 0 || shots === 8)
  expect(terminalTable(groupOf(points), 100)).toEqual([
    'model                        size  k=0                k=8',
    'smollm2-135m-instruct        135M  0.03 [0.01, 0.17]  0.60 [0.42, 0.75]',
    'gemma3-270m                  268M  0.00 [0.00, 0.11]  0.73 [0.56, 0.86]',
    'qwen2.5-coder-0.5b-instruct  494M  0.10 [0.03, 0.26]  0.80 [0.63, 0.90]',
    'qwen2.5-coder-1.5b-instruct  1.5B  0.30 [0.17, 0.48]  0.97 [0.83, 0.99]',
  ])
})

test('several metrics of a task share a table under it, without curves', () => {
  const classes = ['recall_yes', 'recall_no'].flatMap((metric, index) =>
    ['small', 'big'].flatMap((model) =>
      [0, 4].map((shots) => pointWith({ score: index, metric, model, shots, activeParameters: 1e9 })),
    ),
  )
  const main = [0, 4].map((shots) => pointWith({ score: 0.5, metric: 'balanced_accuracy', shots }))
  const lines = terminalReport(main, 100, { details: classes })
  expect(lines[0]).toBe('capitals · balanced accuracy')
  expect(lines.slice(3, 9)).toEqual([
    '',
    '  model  metric      k=0                k=4',
    '  big    recall yes  0.00 [0.00, 0.11]  0.00 [0.00, 0.11]',
    '         recall no   1.00 [0.89, 1.00]  1.00 [0.89, 1.00]',
    '  small  recall yes  0.00 [0.00, 0.11]  0.00 [0.00, 0.11]',
    '         recall no   1.00 [0.89, 1.00]  1.00 [0.89, 1.00]',
  ])
  expect(lines.filter((line) => line.includes('shots'))).toHaveLength(1)
})

test('a suite is called one', () => {
  const suite = pointWith({ score: 0.5, task: 'suite:words', metric: 'suite_mean', ciMethod: 'mover' })
  expect(terminalReport([suite], 100)[0]).toBe('suite words · mean of tasks')
})

test('a table says what it does not know, and marks points of which many trials failed', () => {
  const points = [
    pointWith({ score: 0.5, failed: 2 }),
    pointWith({ score: 0.5, failed: 1, shots: 1 }),
    { ...pointWith({ score: 0, shots: 2 }), score: undefined },
    pointWith({ score: 0.5, shots: 4, ciLow: undefined, ciHigh: undefined }),
    pointWith({ score: 0.5, shots: 8, model: '通义', parameters: undefined, activeParameters: undefined }),
  ]
  expect(terminalTable(groupOf(points), 200)).toEqual([
    'model  size  k=0                 k=1                k=2  k=4   k=8',
    'small  100M  0.50 [0.33, 0.67]!  0.50 [0.33, 0.67]  –    0.50  –',
    '通义         –                   –                  –    –     0.50 [0.33, 0.67]',
  ])
  expect(terminalReport(points, 200).join('\n')).toContain('! more than 5 % of these trials failed')
  expect(terminalReport(fourModels, 200).join('\n')).not.toContain('!')
})

test.each([40, 60, 80, 100, 130, 200])('a report keeps to %d columns where its names allow', (width) => {
  const lines = terminalReport([...fourModels, ...simulatedLadder], width)
  // The first columns and one cell need 57; three marks may stand right of the last place.
  for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(Math.max(60, width))
  const text = lines.join('\n')
  for (const column of ['k=0', 'k=1', 'k=2', 'k=4', 'k=8']) expect(text).toContain(column)
  expect(text).toContain('addition-2-digit · exact match · simulated')
})

test('a curve by shots', () => {
  const points = fourModels.filter(({ model }) => !model.startsWith('qwen'))
  expect(terminalCurve(groupOf(points), { by: 'shots', width: 50, height: 6 })).toEqual([
    '1.0 ┤',
    '    │                            B         B',
    '    │            B      AB       A         A',
    '    │            A',
    '    │',
    '0.0 ┤AB',
    '    └┬───────────┬──────┬────────┬─────────┬ shots',
    '     0           1      2        4         8',
    '     A 135M SmolLM2 instruct   B 268M Gemma 3 base',
  ])
})

test('a curve by parameters marks k by its digit, and by a letter from ten on', () => {
  const points = [1e8, 1e9, 1e10].flatMap((parameters) =>
    [0, 4, 16].map((shots) =>
      pointWith({
        model: `m${parameters}`,
        parameters,
        activeParameters: parameters,
        shots,
        score: (Math.log10(parameters) - 8) * (shots / 32),
      }),
    ),
  )
  expect(terminalCurve(groupOf(points), { by: 'parameters', width: 40, height: 5 })).toEqual([
    '1.0 ┤                       C',
    '    │',
    '0.5 ┤            C',
    '    │                       4',
    '0.0 ┤04C         04         0',
    '    └┬───────────┬──────────┬ parameters',
    '     100M        1B        10B',
    '     a digit is k   C k=16',
  ])
})

test('there is no curve of one place', () => {
  const one = [pointWith({ score: 0.5 })]
  expect(terminalCurve(groupOf(one), { by: 'shots', width: 80 })).toEqual([])
  expect(terminalCurve(groupOf(one), { by: 'parameters', width: 80 })).toEqual([])
  expect(terminalReport(one, 80)).toEqual([
    'capitals · exact match',
    '  model  size  k=0',
    '  small  100M  0.50 [0.33, 0.67]',
    '',
  ])
})
