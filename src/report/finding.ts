import { metricName, taskName } from '../charts/chart-frame.ts'
import { noVerdictSentence } from '../charts/findings/no-verdict.ts'
import { verdictWord } from '../charts/findings/verdict-word.ts'
import { formatParameters } from '../charts/format-parameters.ts'
import { RULE_1 } from '../curves/verdict/rule.ts'
import type { Point } from '../domain/point.ts'
import { VERDICTS, type VerdictRow } from '../domain/verdict-row.ts'
import { leadingVerdicts, rankedVerdicts } from './leading-verdicts.ts'
import { counted, listed, scoreText } from './number-text.ts'
import type { MetricView, ReportView } from './view.ts'

/** What the report says first. */
export interface Finding {
  /** The most important sentence. */
  readonly lead: string
  /** What it rests on, or what else was found. */
  readonly support: readonly string[]
}

/**
 * The finding of a report in plain sentences. Where no curve has a verdict, the first sentence says so and why; where
 * none was computed, it says what the curves lack for one, as far as the points tell.
 */
export function findingOf(
  view: ReportView,
  verdicts: readonly VerdictRow[],
  points: readonly Point[],
): Finding {
  const leading = leadingVerdicts(verdicts)
  const ranked = rankedVerdicts(leading)
  const [first] = ranked
  if (first === undefined) return { lead: leadWithout(view, points), support: scoreSentences(view) }
  const opening = noVerdictSentence(verdicts)
  if (opening !== undefined) return { lead: opening, support: scoreSentences(view) }
  const others = ranked.filter((row) => row !== first)
  return { lead: said(first), support: [tally(leading), ...shortened(others.map(said))] }
}

/** The most sentences in a list; the table below it has all tasks. */
const MOST = 12

function shortened(sentences: readonly string[]): string[] {
  const rest = sentences.length - MOST
  return rest <= 0
    ? [...sentences]
    : [...sentences.slice(0, MOST), `${counted(rest, 'further curve')} in the table.`]
}

/** A verdict's sentence, with its task where the sentence does not name it. */
function said({ task, sentence }: VerdictRow): string {
  return sentence.includes(task) ? sentence : `${taskName(task)}: ${sentence}`
}

/** What each task's curve is without a verdict. */
function scoreSentences(view: ReportView): string[] {
  const found = view.tasks.flatMap(({ task, isSuite, conditions }) => {
    const metric = conditions.find(({ control }) => control === 'gold')?.metrics[0]
    const sentence = isSuite || metric === undefined ? undefined : curveSentence(metric)
    return metric === undefined || sentence === undefined
      ? []
      : [{ metric, text: `${taskName(task.name)}: ${sentence}` }]
  })
  const mixed = found.some(({ metric }) => isMixed(metric))
  return [
    ...shortened(found.map(({ text }) => text)),
    ...(mixed
      ? [
          'The smallest and the largest model are of different families: such a difference need not be one of size.',
        ]
      : []),
  ]
}

/** `2 curves emergent, 3 smooth.` */
function tally(verdicts: readonly VerdictRow[]): string {
  const counts = VERDICTS.flatMap((verdict) => {
    const count = verdicts.filter((row) => row.verdict === verdict).length
    return count === 0 ? [] : [`${count} ${verdictWord(verdict)}`]
  })
  return `Of ${counted(verdicts.length, 'curve')} over model size, each at its most shots: ${listed(counts)}.`
}

function leadWithout({ tasks }: ReportView, points: readonly Point[]): string {
  if (points.length === 0) return 'No trial of this run is finished: there is nothing to show yet.'
  const models = points.filter(({ task }) => tasks.some((view) => !view.isSuite && view.task.name === task))
  const sizes = new Set(
    models.flatMap(({ parameters, activeParameters }) => activeParameters ?? parameters ?? []),
  )
  const families = new Set(models.map(({ family }) => family))
  const most = Math.max(
    0,
    ...[...Map.groupBy(models, ({ family, tuning }) => `${family} ${tuning ?? ''}`).values()].map(
      (members) => new Set(members.flatMap(({ parameters }) => parameters ?? [])).size,
    ),
  )
  if (most >= RULE_1.minimumSizes)
    return `No verdict on emergence was computed for these curves: what follows are scores with their intervals, not findings about jumps.`
  const has = `${counted(sizes.size, 'size')} in ${counted(families.size, 'family').replace('familys', 'families')}`
  const line = most < 2 ? 'no family has two sizes' : `no family has more than ${most} sizes`
  return `This run cannot carry a verdict on emergence: it has ${has}, ${families.size > 1 ? `${line}, ` : ''}and a verdict needs ${RULE_1.minimumSizes} sizes of one family.`
}

/**
 * What a curve is without a verdict: its score at the smallest and the largest size, at the largest k. Undefined where
 * nothing was scored.
 */
export function curveSentence({ metric, points, series }: MetricView): string | undefined {
  const scored = points.filter(({ score }) => score !== undefined)
  const k = Math.max(...scored.map(({ shots }) => shots))
  const at = (members: readonly Point[]) =>
    members.find(({ shots, score }) => shots === k && score !== undefined)
  const sized = series.flatMap((one) => {
    const point = at(one.points)
    return one.size === undefined || point === undefined ? [] : [{ size: one.size, kind: one.kind, point }]
  })
  const name = metricName(metric)
  const [small, large] = [sized[0], sized.at(-1)]
  if (small === undefined || large === undefined || small.size === large.size) {
    const best = scored.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0))[0]
    return (
      best &&
      `${name} is at most ${scoreText(best.score, best.maximum)} (${best.model}, k = ${best.shots}); no second size is known.`
    )
  }
  const said = ({ size, point }: typeof small) =>
    `${scoreText(point.score, point.maximum)} at ${formatParameters(size)}`
  return `at k = ${k}, ${name} is ${said(small)} and ${said(large)}${apart(small.point, large.point)}.`
}

/** Whether the smallest and the largest model of a curve, between which its sentence compares, are of two families. */
function isMixed({ series }: MetricView): boolean {
  const sized = series.filter(({ size }) => size !== undefined)
  return sized[0]?.kind !== sized.at(-1)?.kind
}

function apart(a: Point, b: Point): string {
  if (a.ciLow === undefined || b.ciLow === undefined || a.ciHigh === undefined || b.ciHigh === undefined)
    return ''
  return a.ciHigh < b.ciLow || b.ciHigh < a.ciLow
    ? '; the 95 % intervals are apart'
    : '; the 95 % intervals overlap'
}
