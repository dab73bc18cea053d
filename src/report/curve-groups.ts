import { taskName } from '../charts/chart-frame.ts'
import { verdictWord } from '../charts/findings/verdict-word.ts'
import { formatParameters } from '../charts/format-parameters.ts'
import type { VerdictRow } from '../domain/verdict-row.ts'

/** Curves that were found to be of one kind. */
export interface CurveGroup {
  readonly kind: CurveKind
  /** `emergent`, `undetermined`. */
  readonly word: string
  /** What that says, in a few words. */
  readonly meaning: string
  readonly curves: readonly NamedCurve[]
}

/** A curve by what tells it from the others of a report. */
export interface NamedCurve {
  readonly row: VerdictRow
  readonly name: string
  /** Where its score leaves the floor, if it does: `between 1.4B and 2.8B`. */
  readonly gap?: string | undefined
}

/** `apparent`: undetermined, but at the floor in small models and above it in the largest. */
type CurveKind = VerdictRow['verdict'] | 'apparent'

const MEANINGS: { readonly [kind in CurveKind]: string } = {
  emergent: 'a jump on both metrics within one size gap',
  metric_artefact: 'sudden on the discontinuous metric alone, likely an artefact of it',
  apparent: 'at the floor in small models and above it in the largest; the cause is not resolved',
  smooth: 'grows with size, and is not shown to leave a floor',
  flat: 'does not change with size',
  undetermined: 'neither a trend nor its absence',
  not_identifiable: 'lacks what a verdict needs',
}

const ORDER = Object.keys(MEANINGS) as readonly CurveKind[]

/**
 * The curves of a report by what was found, what says the most first.
 * @param rows those that speak for their curves: `leadingVerdicts`
 */
export function curveGroups(rows: readonly VerdictRow[]): CurveGroup[] {
  const named = rows.map((row) => ({ row, name: nameAmong(row, rows), gap: gapOf(row) }))
  return ORDER.flatMap((kind) => {
    const curves = named.filter(({ row }) => kindOf(row) === kind)
    if (curves.length === 0) return []
    const word = verdictWord(kind === 'apparent' ? 'undetermined' : kind)
    return [{ kind, word, meaning: MEANINGS[kind], curves }]
  })
}

function kindOf({ verdict, gapLow }: VerdictRow): CurveKind {
  return verdict === 'undetermined' && gapLow !== undefined ? 'apparent' : verdict
}

function gapOf({ gapLow, gapHigh }: VerdictRow): string | undefined {
  return gapLow === undefined || gapHigh === undefined
    ? undefined
    : `between ${formatParameters(gapLow)} and ${formatParameters(gapHigh)}`
}

/** A curve's task, and what differs between it and other curves of the task. */
function nameAmong(row: VerdictRow, rows: readonly VerdictRow[]): string {
  const rivals = rows.filter(({ task, source }) => task === row.task && source === row.source)
  const differs = (read: (one: VerdictRow) => string) => rivals.some((one) => read(one) !== read(row))
  const parts = (
    [
      ({ rendering }) => rendering,
      ({ instruction }) => `instruction ${instruction}`,
      ({ control }) => control,
      ({ metric }) => metric.replaceAll('_', ' '),
      ({ families }) => families,
    ] satisfies ((one: VerdictRow) => string)[]
  ).flatMap((read) => (differs(read) ? [read(row)] : []))
  return parts.length === 0 ? taskName(row.task) : `${taskName(row.task)} (${parts.join(', ')})`
}
