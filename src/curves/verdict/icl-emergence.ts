import { alignCurves } from '../align-curves.ts'
import { type CurveColumn, familiesOf, type ItemCurve } from '../item-curve.ts'
import type { ItemMatrix } from '../item-matrix.ts'
import type { VerdictOptions } from './curve-verdict.ts'
import { emergenceVerdict } from './emergence-verdict.ts'
import { RULE_2 } from './rule.ts'
import type { VerdictReport } from './verdict-report.ts'

/** A metric's curve without demonstrations and with the most of them. */
export interface ShotsPair {
  readonly none: ItemCurve
  readonly most: ItemCurve
}

/** Whether learning from demonstrations appears at some size. */
export interface IclEmergence {
  /** Each item's score with the most demonstrations less its score without any, at each size that has both. */
  readonly gains: ItemMatrix
  readonly models: readonly CurveColumn[]
  readonly report: VerdictReport
}

/**
 * The verdict on item gains z(k max) − z(0): the floor is a gain within ± the rule's floor band, chance a gain of 0.
 * The companion's gains judge sharpness, if it has them at every size.
 */
export function iclEmergence(
  primary: ShotsPair,
  companion: ShotsPair | undefined,
  { rule = RULE_2, familiesDeclared = false }: VerdictOptions = {},
): IclEmergence {
  const gains = gainCurve(primary)
  const companionGains = companion === undefined ? undefined : gainCurve(companion)
  const aligned = companionGains === undefined ? undefined : alignCurves(gains, companionGains)
  const usable = aligned?.onlyA.length === 0 && aligned.items.length > 0 ? aligned : undefined
  const report = emergenceVerdict(
    {
      primary: usable?.a ?? gains.matrix,
      companion: usable?.b,
      chance: 0,
      families: familiesOf(gains),
      familiesDeclared,
      floorHasBottom: true,
    },
    rule,
  )
  return { gains: usable?.a ?? gains.matrix, models: gains.models, report }
}

/** Both curves cut to what they share, the second less the first. */
function gainCurve({ none, most }: ShotsPair): ItemCurve {
  const { a, b, models, items } = alignCurves(none, most)
  const values = b.values.map((row, item) =>
    row.map((score, size) => score - (a.values[item]?.[size] ?? Number.NaN)),
  )
  const dropped = Math.max(a.dropped, b.dropped)
  return { ...most, models, items, matrix: { x: a.x, values, binary: false, dropped } }
}
