import { OUTCOMES } from '../../domain/outcome.ts'
import type { FigureCell, OutcomeFigure } from '../figure.ts'
import { outcomeTip } from './tips.ts'

/** The order in which the parts of a bar stand, from the left. */
const ORDER = ['ok', 'unparsed', 'truncated', 'empty', 'refused', 'skipped', 'failed'] as const

/** How trials ended: a bar a cell, parted by outcome. */
export function outcomeSpec({ rows }: OutcomeFigure, cells: readonly FigureCell[], width: number) {
  const values = rows.flatMap(({ cell, label, counts }, row) => {
    const total = counts.reduce((sum, count) => sum + count, 0)
    let from = 0
    return ORDER.flatMap((outcome) => {
      const count = counts[OUTCOMES.indexOf(outcome)] ?? 0
      if (count === 0) return []
      const start = from
      from += count / total
      const tip = outcomeTip({ outcome, count, total }, label, cells[cell])
      return [{ cell, row, label, from: start, to: from, colour: `var(--outcome-${outcome})`, tip }]
    })
  })
  const names = rows.map(({ label, short }) => (width < 480 ? short : label))
  return {
    height: 15 * rows.length,
    data: { values },
    mark: { type: 'bar', height: 11, cursor: 'pointer', stroke: 'var(--page)', strokeWidth: 0.6 },
    encoding: {
      y: {
        field: 'row',
        type: 'ordinal',
        axis: {
          title: null,
          labelExpr: `${JSON.stringify(names)}[datum.value]`,
          labelLimit: Math.max(110, width * 0.45),
          ticks: false,
          domain: false,
        },
      },
      x: {
        field: 'from',
        type: 'quantitative',
        scale: { domain: [0, 1], nice: false },
        axis: { title: 'share of the trials', format: '.0%', values: [0, 0.25, 0.5, 0.75, 1], grid: false },
      },
      x2: { field: 'to' },
      color: { field: 'colour', type: 'nominal', scale: null, legend: null },
      tooltip: { field: 'tip', type: 'nominal' },
      description: { field: 'tip', type: 'nominal' },
    },
  }
}
