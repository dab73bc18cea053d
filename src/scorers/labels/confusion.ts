import type { AnswerRow, Score } from '../../domain/metric.ts'

/** How one class fared: numbers of answers, weighted. */
export interface ClassCounts {
  /** Answers to items of this class, above 0. */
  readonly asked: number
  /** Of those, the ones that name this class. */
  readonly right: number
  /** Answers that name this class, right or wrong. */
  readonly named: number
}

/**
 * The mean over classes of a score of each: what `AggregateMetric.prepare` gives for a label task. Its classes are
 * those of the weighted rows' targets.
 */
export function meanOverClasses(
  rows: readonly AnswerRow[],
  normalise: (text: string) => string,
  scoreOf: (counts: ClassCounts) => number,
): (weights: ArrayLike<number>) => Score {
  const { classes, labelled } = labelledRows(rows, normalise)
  return (weights) => {
    const counts = Array.from({ length: classes }, (): Counting => ({ asked: 0, right: 0, named: 0 }))
    for (const [row, { asked, named }] of labelled.entries()) {
      const weight = weights[row] ?? 0
      if (weight === 0) continue
      add(counts[asked], 'asked', weight)
      if (named !== undefined) add(counts[named], 'named', weight)
      if (named === asked) add(counts[asked], 'right', weight)
    }
    const scores = counts.filter((count) => count.asked > 0).map(scoreOf)
    return scores.length === 0 ? undefined : scores.reduce((sum, score) => sum + score, 0) / scores.length
  }
}

type Counting = { -readonly [name in keyof ClassCounts]: number }

function add(counts: Counting | undefined, name: keyof ClassCounts, weight: number): void {
  if (counts !== undefined) counts[name] += weight
}

/** A row's class, and the class that its answer names, by number; undefined where it names none. */
interface LabelledRow {
  readonly asked: number
  readonly named: number | undefined
}

/**
 * A row's class is its first target. Its answer names that class where it equals one of the row's targets, else the
 * class one of whose targets it equals. Any other answer, an empty one too, names no class.
 */
function labelledRows(
  rows: readonly AnswerRow[],
  normalise: (text: string) => string,
): { readonly classes: number; readonly labelled: readonly LabelledRow[] } {
  const classes = new Map<string, number>()
  const synonyms = new Map<string, number>()
  const read = rows.map(({ answer, targets }) => {
    const wanted = targets.map(normalise)
    const label = wanted[0] ?? ''
    const asked = classes.get(label) ?? classes.size
    classes.set(label, asked)
    for (const other of wanted) if (!synonyms.has(other)) synonyms.set(other, asked)
    return { asked, wanted, given: answer === '' ? undefined : normalise(answer) }
  })
  const labelled = read.map(({ asked, wanted, given }) => {
    if (given === undefined) return { asked, named: undefined }
    return { asked, named: wanted.includes(given) ? asked : (classes.get(given) ?? synonyms.get(given)) }
  })
  return { classes: classes.size, labelled }
}
