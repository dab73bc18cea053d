import { formatParameters } from '../../charts/format-parameters.ts'
import type { FigureCell, FigureMark, FrontierFigure, ShotsFigure, SizeFigure } from '../figure.ts'
import { scoreText, shortNumber } from '../number-text.ts'

/** What is said of a point: on hover, on focus and to a screen reader. Lines are ended by a line break. */
export function markTip(
  figure: SizeFigure | ShotsFigure | FrontierFigure,
  mark: FigureMark,
  cell: FigureCell | undefined,
): string {
  const { high } = figure.y
  const text = (score: number) => scoreText(score, high)
  const interval = mark.low === mark.high ? '' : `, 95 % interval ${text(mark.low)} to ${text(mark.high)}`
  const lines = [
    `${cell?.label ?? ''}, k = ${cell?.shots ?? ''}${cell?.condition ? `, ${cell.condition}` : ''}`,
    `${figure.y.title}: ${text(mark.score)}${interval}`,
  ]
  if (figure.type === 'frontier')
    lines.push(
      `${figure.xTitle}: ${figure.axis === 'size' ? formatParameters(mark.x) : shortNumber(mark.x)}`,
      ...standingLine(figure, mark),
    )
  if (cell?.trials !== undefined) lines.push(trialsLine(cell))
  return lines.join('\n')
}

function standingLine({ marks }: FrontierFigure, { cell }: FigureMark): string[] {
  const found = marks.find((mark) => mark.cell === cell)
  if (found?.share === undefined) return []
  const words = { solid: 'on the frontier', candidate: 'perhaps on the frontier', off: 'off the frontier' }
  return [`${words[found.standing]}: on it in ${Math.round(100 * found.share)} % of the resamples`]
}

function trialsLine({ trials = 0, wrong = 0, noAnswer = 0 }: FigureCell): string {
  return `${trials} trials, ${wrong} wrong, ${noAnswer} without an answer`
}

/** What is said of a part of a bar. */
export function outcomeTip(
  part: { readonly outcome: string; readonly count: number; readonly total: number },
  label: string,
  cell: FigureCell | undefined,
): string {
  const share = ((100 * part.count) / part.total).toFixed(part.count === part.total ? 0 : 1)
  return `${label}${cell?.condition ? `, ${cell.condition}` : ''}\n${part.outcome}: ${part.count} of ${part.total} trials (${share} %)`
}
