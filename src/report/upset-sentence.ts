import { intervalText, pText, scoreText, shortText } from '../charts/findings/plain-numbers.ts'
import type { ReportUpset, TaskStandings } from './report-input.ts'
import type { ReportView } from './view.ts'

/** `268M Gemma3 base scores 0.300 [0.110, 0.490] higher than 494M Qwen2.5-Coder instruct, which is 1.8 times larger (…).` */
export function upsetSentence(upset: ReportUpset, view: ReportView): string {
  const { winner, loser, difference, low, high } = upset
  return (
    `${labelOf(winner, view)} scores ${scoreText(difference, 3)} ${intervalText(low, high, 3)} higher than ` +
    `${labelOf(loser, view)}, which is ${sizeText(upset)}.`
  )
}

/** How many pairs go against size beyond what is shown; undefined where none does. */
export function chanceUpsetText({ chanceUpsets, upsets }: TaskStandings): string | undefined {
  if (chanceUpsets === 0) return undefined
  const pairs = `${chanceUpsets} ${upsets.length > 0 ? 'further ' : ''}pair${chanceUpsets === 1 ? '' : 's'} of models`
  return `In ${pairs} the smaller one has the higher score${upsets.length > 0 ? ' too' : ''}, but chance may have done it.`
}

/** A model by size, family and tuning. */
export function labelOf(cell: ReportUpset['winner'], view: ReportView): string {
  return view.cells[view.cellOfTrials(cell)]?.label ?? cell.model
}

function sizeText({ axes }: ReportUpset): string {
  const [first, second] = axes
  if (first === undefined) return 'larger'
  const times = (factor: number) => `${shortText(Number(factor.toFixed(1)))} times larger`
  const p = (value: number) => pText(value, 'adjusted p')
  if (second === undefined)
    return `${times(first.factor)} in ${first.axis} parameters alone (${p(first.pAdjusted)})`
  if (second.factor === first.factor) return `${times(first.factor)} (${p(first.pAdjusted)})`
  return axes
    .map(({ axis, factor, pAdjusted }) => `${times(factor)} in ${axis} parameters (${p(pAdjusted)})`)
    .join(' and ')
}
