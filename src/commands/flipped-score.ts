import type { CurveRow } from '../curves/curve-row.ts'
import type { Task } from '../domain/task.ts'
import { flippedLabelOf } from '../prompts/flipped-label.ts'
import { labelMatcher } from '../scorers/label-matcher.ts'

/**
 * Scores a trial against the label that flipped demonstrations give to its item: 1 where the answer is that label, 0
 * where it is another or none. Undefined where they give the item none. The task alone tells: nothing else of a run is
 * needed.
 */
export function flippedScorer(
  task: Task,
): (row: Pick<CurveRow, 'item' | 'answer' | 'outcome'>) => number | undefined {
  // Made at the first trial: most runs have none under flipped labels.
  let made: ReturnType<typeof labelsOf> | undefined
  return ({ item: id, answer, outcome }) => {
    made ??= labelsOf(task)
    const { isLabel, labelled } = made
    const { item, label } = labelled.get(id) ?? {}
    if (item === undefined || label === undefined) return undefined
    const given = outcome === 'refused' || outcome === 'empty' || outcome === 'truncated' ? undefined : answer
    return given !== undefined && isLabel(given, label, item) ? 1 : 0
  }
}

function labelsOf(task: Task) {
  const labelled = task.queries.map((item) => [item.id, { item, label: flippedLabelOf(task, item) }] as const)
  return { isLabel: labelMatcher(task), labelled: new Map(labelled) }
}
