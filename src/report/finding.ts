import { taskName } from '../charts/chart-frame.ts'
import { noVerdictSentence } from '../charts/findings/no-verdict.ts'
import { countText, listText } from '../charts/findings/plain-numbers.ts'
import { formatParameters } from '../charts/format-parameters.ts'
import type { Point } from '../domain/point.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'
import { type CurveGroup, curveGroups } from './curve-groups.ts'
import { areApart, curveSentence, endsOf } from './curve-sentence.ts'
import { ladderSentence } from './ladder-sentence.ts'
import { leadSentence } from './lead-sentence.ts'
import { leadingVerdicts } from './leading-verdicts.ts'
import type { TaskStandings } from './report-input.ts'
import { labelOf } from './upset-sentence.ts'
import type { ReportView } from './view.ts'

/** What the report says first. */
export interface Finding {
  /** The most important sentence. */
  readonly lead: string
  /** The curves by what was found; none where no curve has a verdict. */
  readonly groups: readonly CurveGroup[]
  /** What else was found. */
  readonly support: readonly string[]
}

/** What a finding is made of. */
export interface FindingInput {
  readonly verdicts: readonly VerdictRow[]
  readonly points: readonly Point[]
  readonly standings: readonly TaskStandings[]
}

/**
 * The finding of a report. Where no curve has a verdict, the first sentence says so and why; where none was computed, it
 * says what the curves lack for one, as far as the points tell.
 */
export function findingOf(view: ReportView, input: FindingInput): Finding {
  const { verdicts, standings } = input
  const upsets = upsetText(standings, view)
  if (verdicts.some(({ verdict }) => verdict !== 'not_identifiable')) {
    const groups = curveGroups(leadingVerdicts(verdicts))
    return { lead: leadSentence(groups), groups, support: upsets }
  }
  return { lead: leadWithout(view, input), groups: [], support: [...riseTexts(view), ...upsets] }
}

function leadWithout(view: ReportView, { verdicts, points }: FindingInput): string {
  if (points.length === 0) return 'No trial of this run is finished: there is nothing to show yet.'
  const suites = new Set(view.tasks.flatMap(({ isSuite, task }) => (isSuite ? [task.name] : [])))
  const ofTasks = points.filter(({ task }) => !suites.has(task))
  const lacking = ladderSentence(ofTasks, verdicts)
  if (lacking !== undefined) return lacking
  // Published scores are of no run.
  const why = verdicts.length === 0 ? undefined : noVerdictSentence(verdicts)?.replace(' of this run', '')
  return (
    why ??
    'No verdict on emergence was computed for these curves: what follows are scores with their intervals, not findings about jumps.'
  )
}

/** How many tasks rise from the smallest to the largest model, and what that is worth; of one task, its scores. */
function riseTexts(view: ReportView): string[] {
  const metrics = view.tasks.flatMap(({ task, isSuite, conditions }) => {
    const metric = conditions.find(({ control }) => control === 'gold')?.metrics[0]
    return isSuite || metric === undefined ? [] : [{ task, metric }]
  })
  const curves = metrics.flatMap(({ metric }) => {
    const ends = endsOf(metric)
    return ends === undefined ? [] : [ends]
  })
  const caveat = curves.some(([small, large]) => small.kind !== large.kind)
    ? [
        'The smallest and the largest model are of different families: such a difference need not be one of size.',
      ]
    : []
  if (metrics.length === 1 || curves.length === 0)
    return [
      ...metrics.slice(0, MOST_NAMES).flatMap(({ task, metric }) => {
        const sentence = curveSentence(metric)
        return sentence === undefined ? [] : [`${taskName(task.name)}: ${sentence}`]
      }),
      ...caveat,
    ]
  const rising = curves.filter(([small, large]) => (large.point.score ?? 0) > (small.point.score ?? 0))
  const apart = rising.filter(([small, large]) => areApart(small.point, large.point) === true)
  const sizes = new Set(curves.map((ends) => ends.map(({ size }) => formatParameters(size)).join(' to ')))
  const range = sizes.size === 1 ? `From ${[...sizes][0]}` : 'From the smallest to the largest model'
  const all =
    rising.length === curves.length ? `all ${curves.length}` : `${rising.length} of ${curves.length}`
  const sure = apart.length === rising.length ? 'each time the' : `in ${apart.length} of these the`
  const ends = rising.length === 0 ? '' : `; ${sure} 95 % intervals of both ends are apart`
  return [`${range} the score rises in ${all} tasks${ends}.`, ...caveat]
}

/** More names than these make no sentence. */
const MOST_NAMES = 4

/** In which tasks a smaller model beats a larger one, as one sentence in a list; none where it does in none. */
function upsetText(standings: readonly TaskStandings[], view: ReportView): string[] {
  const found = standings.filter(({ control, upsets }) => control === 'gold' && upsets.length > 0)
  if (found.length === 0) return []
  const told = found.slice(0, MOST_NAMES).flatMap(({ task, upsets: [first] }) => {
    if (first === undefined) return []
    return [`${taskName(task)} (${labelOf(first.winner, view)} above ${labelOf(first.loser, view)})`]
  })
  const rest = found.length - told.length
  const names = rest > 0 ? `${told.join(', ')} and ${countText(rest, 'further one')}` : listText(told)
  const where = found.length === 1 ? '' : `${countText(found.length, 'task')}: `
  return [`A smaller model beats a larger one in ${where}${names}.`]
}
