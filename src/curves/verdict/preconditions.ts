import type { ItemMatrix } from '../item-matrix.ts'
import type { VerdictRule } from './rule.ts'
import type { Unmet } from './verdict-report.ts'

/** A range may miss a decade by a rounding error of log10. */
const ROUNDING = 1e-9

/** What a curve lacks for a verdict; none where it can have one. */
export function unmetConditions(
  input: {
    readonly primary: ItemMatrix
    readonly companion?: ItemMatrix | undefined
    readonly chance: number | undefined
    readonly families: readonly string[]
    readonly familiesDeclared: boolean
  },
  rule: VerdictRule,
): readonly Unmet[] {
  const { primary, companion, chance, families, familiesDeclared } = input
  const { x } = primary
  const unmet: Unmet[] = [...unmetOfSizes(x, rule)]
  const items = primary.values.length
  if (items < rule.minimumItems) unmet.push({ condition: 'items', found: items, needed: rule.minimumItems })
  if (families.length > 1 && !familiesDeclared) unmet.push({ condition: 'one_family', families })
  if (chance === undefined) unmet.push({ condition: 'chance' })
  if (!hasFiniteScores(primary) || (companion !== undefined && !hasFiniteScores(companion)))
    unmet.push({ condition: 'finite_scores' })
  return unmet
}

/** What the sizes of a curve lack: their number, their range, or that each has one model. */
export function unmetOfSizes(x: readonly number[], rule: VerdictRule): readonly Unmet[] {
  const unmet: Unmet[] = []
  const repeated = x.filter((size, column) => column > 0 && size === x[column - 1])
  const sizes = x.length - repeated.length
  if (sizes < rule.minimumSizes) unmet.push({ condition: 'sizes', found: sizes, needed: rule.minimumSizes })
  const decades = x.length === 0 ? 0 : (x.at(-1) ?? 0) - (x[0] ?? 0)
  if (decades < rule.minimumDecades - ROUNDING)
    unmet.push({ condition: 'decades', found: decades, needed: rule.minimumDecades })
  if (repeated.length > 0) unmet.push({ condition: 'distinct_sizes', repeated: [...new Set(repeated)] })
  return unmet
}

function hasFiniteScores({ x, values }: ItemMatrix): boolean {
  return x.every(Number.isFinite) && values.every((row) => row.every(Number.isFinite))
}
