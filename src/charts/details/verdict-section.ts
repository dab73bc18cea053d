import { type CurveColumn, familiesOf, type ItemCurve } from '../../curves/item-curve.ts'
import type { RunVerdict } from '../../curves/verdict/run-verdicts.ts'
import type { DecidedVerdict, VerdictReport } from '../../curves/verdict/verdict-report.ts'
import { countText, listText, percentText, pText, scoreText } from '../findings/plain-numbers.ts'
import { verdictWord } from '../findings/verdict-word.ts'
import { formatParameters } from '../format-parameters.ts'
import { textTable } from '../text-table.ts'
import type { DetailSection } from './detail-section.ts'
import { sizesOf } from './size-names.ts'

/** What a verdict rests on: sizes, items, the floor, the gap, each p-value and the share, with the rule's constants. */
export function verdictSection(found: RunVerdict): DetailSection {
  const { report, models, curve } = found
  const sizes = report.x.map((x) => formatParameters(10 ** x))
  const rows = [
    ['verdict', `${verdictWord(found.verdict)} (${report.rule.name})`],
    ['families', familiesOf(curve).join(', ')],
    ['sizes', `${sizes.length}: ${sizes.join(', ')}`],
    ['items', `${report.items} that every size has; ${report.dropped} left out`],
    ...unscoredRow(found),
    ...(report.verdict === 'not_identifiable' ? [] : decidedRows(report, sizes, found.adjusted)),
  ]
  const draws = Math.max(0, ...models.map((model) => model.draws))
  const conditional =
    curve.sampling === 'shared' && curve.shots > 0
      ? [
          `All intervals are conditional on ${draws === 1 ? 'this demonstration set' : `these ${draws} demonstration sets`}.`,
        ]
      : []
  return { title: 'verdict', lines: textTable(rows), text: conditional }
}

/** The rule on gains from demonstrations in place of scores: whether learning from them appears at some size. */
export function gainVerdictSection(
  report: VerdictReport,
  models: readonly CurveColumn[],
  { shots }: Pick<ItemCurve, 'shots'>,
): DetailSection {
  const sizes = sizesOf({ models })
  const title = `emergence of learning: the rule on gains, k=${shots} less k=0`
  const rows =
    report.verdict === 'not_identifiable'
      ? [['lacks', listText(report.unmet.map(({ condition }) => condition.replaceAll('_', ' ')))]]
      : decidedRows(report, sizes)
  return {
    title,
    lines: textTable([['verdict', `${verdictWord(report.verdict)} (${report.rule.name})`], ...rows]),
  }
}

function unscoredRow({ curve: { unscored } }: RunVerdict): string[][] {
  return unscored.length === 0 ? [] : [['without a score', listText(unscored)]]
}

function decidedRows(
  report: DecidedVerdict,
  sizes: readonly string[],
  adjusted?: RunVerdict['adjusted'],
): string[][] {
  const { apparent, companion, share, gap, floor, flat } = report
  const rows: (readonly [string, string | undefined])[] = [
    ['floor', `up to ${scoreText(floor.high)}: ${countText(apparent.floorSizes, 'size')} at it`],
    [
      'apparent',
      `${pText(report.pApparent)} (present ${pText(apparent.present.p)}, ${apparent.convex === undefined ? 'convex not tested below two sizes at the floor' : `convex ${pText(apparent.convex.p)}`})`,
    ],
    ['gap', gap && `${sizes[gap.left]} to ${sizes[gap.left + 1]}`],
    [
      'sharp',
      report.pSharp === undefined
        ? undefined
        : `${pText(report.pSharp)}${companion?.scale === 'probability_per_byte' ? '; the likelihood as a probability per byte, p = 1 where it is not sharp in nats' : ''}`,
    ],
    ...(companion?.sharpness?.candidates ?? []).map((one): readonly [string, string] => [
      `  ${sizes[one.left]} to ${sizes[one.left + 1]}`,
      one.state === 'too_wide'
        ? 'so wide that a smooth rise would fill it: not tested'
        : `${pText(one.p)} (rise ${scoreText(one.rise.estimate)} ${pText(one.rise.p)}; share above ${percentText(one.requiredShare)} ${pText(one.share.p)}; acceleration ${pText(one.acceleration.p)})`,
    ]),
    ['rises before', report.pLeft === undefined ? undefined : pText(report.pLeft)],
    [
      'share',
      share?.share === undefined
        ? undefined
        : `${percentText(share.share)} of the whole rise, 95 % interval ${share.interval === undefined ? 'excludes nothing' : `${percentText(share.interval.low)} to ${percentText(share.interval.high)}`}`,
    ],
    ['trend', pText(report.pTrend)],
    [
      'rise',
      `${scoreText(flat.rise)}, 90 % interval ${scoreText(flat.interval.low)} to ${scoreText(flat.interval.high)}; flat within ±${scoreText(flat.limit)}${flat.isNegligible ? ', and negligible' : ''}`,
    ],
    [
      'emergent',
      report.pEmergent === undefined
        ? undefined
        : `${pText(report.pEmergent)}${adjusted === undefined ? '' : `; ${pText(adjusted.p)} adjusted over ${countText(adjusted.tasks, 'task')}`}`,
    ],
  ]
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
}
