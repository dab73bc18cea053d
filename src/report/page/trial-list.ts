import type { PageData } from '../report-html.ts'
import { kindOfPacked } from './trial.ts'

/** Which trials the reader looks at. */
export interface TrialFilter {
  /** Cells of one task and condition. */
  readonly scope: number
  /** Empty: any. */
  readonly model: string
  readonly shots: string
  readonly show: 'all' | 'wrong' | 'no_answer'
}

/** The numbers of the trials that a filter lets through, in the order of the page. */
export function filteredTrials(data: PageData, filter: TrialFilter): number[] {
  const { scope, model, shots, show } = filter
  const passes = data.cells.map(
    (cell) =>
      cell.scope === scope &&
      (model === '' || cell.label === model) &&
      (shots === '' || String(cell.shots) === shots),
  )
  return data.trials.flatMap((trial, index) =>
    passes[trial[0]] === true && (show === 'all' || kindOfPacked(trial) === show) ? [index] : [],
  )
}

/** What a filter could be set to within a scope: labels of models by size as they stand, and shots ascending. */
export function filterChoices({ cells }: Pick<PageData, 'cells'>, scope: number) {
  const members = cells.filter((cell) => cell.scope === scope)
  return {
    models: [...new Set(members.map(({ label }) => label))],
    shots: [...new Set(members.map(({ shots }) => shots))].sort((a, b) => a - b).map(String),
  }
}
