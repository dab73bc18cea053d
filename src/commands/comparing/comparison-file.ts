import type { CellComparison } from '../../curves/paired/compare-cells.ts'
import { csvText } from '../../results/csv-text.ts'

/** A comparison with the names of its sides. */
export interface NamedComparison extends CellComparison {
  readonly task: string
  /** Without its `score_`. */
  readonly metric: string
  readonly modelA: string
  readonly modelB: string
}

const COLUMNS = [
  ...[
    'run_a',
    'run_b',
    'task',
    'metric',
    'model_a',
    'model_b',
    'rendering',
    'instruction',
    'control',
    'sampling',
  ],
  ...['shots', 'items', 'items_dropped', 'score_a', 'score_b', 'difference', 'se', 'ci_low', 'ci_high'],
  ...['correlation', 'test', 'p', 'p_holm', 'p_task', 'p_worse', 'p_worse_adjusted', 'minimum_detectable'],
] as const

/** compare.csv's text: one row a comparison; difference is B − A. */
export function comparisonText(
  comparisons: readonly NamedComparison[],
  runs: { readonly a: string; readonly b: string },
): string {
  return csvText([COLUMNS, ...comparisons.map((one) => [runs.a, runs.b, ...rowOf(one)])])
}

function rowOf({ task, metric, modelA, modelB, pair, dropped, scoreA, scoreB, result }: NamedComparison) {
  const { rendering, instruction, control, sampling, shots } = pair.a.row
  const known = (value: number) => (Number.isFinite(value) ? value : undefined)
  const about = [task, metric, modelA, modelB, rendering, instruction, control, sampling, shots]
  if (result.state === 'not_identifiable')
    return [
      ...about,
      undefined,
      dropped,
      known(scoreA),
      known(scoreB),
      ...Array<undefined>(12).fill(undefined),
    ]
  const { n, difference, se, low, high, correlation, method, p, pHolm, pFamily } = result
  return [
    ...[...about, n, dropped, scoreA, scoreB, difference, se, low, high],
    ...[
      correlation,
      method,
      p,
      pHolm,
      pFamily,
      result.pWorse,
      result.pWorseAdjusted,
      result.minimumDetectable,
    ],
  ]
}
