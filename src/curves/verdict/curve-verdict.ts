import { type AlignedCurves, alignCurves } from '../align-curves.ts'
import { type CurveColumn, familiesOf, type ItemCurve } from '../item-curve.ts'
import { emergenceVerdict } from './emergence-verdict.ts'
import { RULE_2, type VerdictRule } from './rule.ts'
import type { VerdictReport } from './verdict-report.ts'

/** The verdict of a curve with what it is about. */
export interface CurveVerdict {
  /** The primary metric's curve. */
  readonly curve: ItemCurve
  /** Why there is no continuous metric to judge by; absent where there is. */
  readonly companionLacks?:
    | { readonly reason: 'not_measured' }
    /** These models have none; a verdict on fewer sizes would be one on another curve. */
    | { readonly reason: 'sizes'; readonly models: readonly string[] }
    | { readonly reason: 'items' }
    | undefined
  /** One a size, in the order of the report's columns. */
  readonly models: readonly CurveColumn[]
  readonly report: VerdictReport
}

/** How a verdict is asked for. */
export interface VerdictOptions {
  readonly rule?: VerdictRule
  /** The user says that the models make one line, though they are of several families. */
  readonly familiesDeclared?: boolean
}

/**
 * The verdict on a task's primary metric under one condition and line of models.
 * @param companion the curve of the same condition and line under the task's continuous metric
 */
export function curveVerdict(
  primary: ItemCurve,
  companion: ItemCurve | undefined,
  { rule = RULE_2, familiesDeclared = false }: VerdictOptions = {},
): CurveVerdict {
  const aligned = companion === undefined ? undefined : alignCurves(primary, companion)
  const companionLacks = lackOf(aligned)
  const usable = companionLacks === undefined ? aligned : undefined
  const report = emergenceVerdict(
    {
      primary: usable?.a ?? primary.matrix,
      companion: usable?.b,
      companionUnit: companion?.unit,
      chance: primary.chance,
      maximum: primary.maximum,
      families: familiesOf(primary),
      familiesDeclared,
    },
    rule,
  )
  return { curve: primary, companionLacks, models: primary.models, report }
}

function lackOf(aligned: AlignedCurves | undefined): CurveVerdict['companionLacks'] {
  if (aligned === undefined) return { reason: 'not_measured' }
  if (aligned.onlyA.length > 0) return { reason: 'sizes', models: aligned.onlyA }
  return aligned.items.length === 0 ? { reason: 'items' } : undefined
}
