import type { FieldValue } from '../domain/item.ts'
import { isScored, type Outcome } from '../domain/outcome.ts'
import type { CurveTask } from './curve-context.ts'
import type { CurveRow } from './curve-row.ts'
import type { ItemIndex } from './item-index.ts'
import { addScore, emptySums, type MetricSums } from './metric-sums.ts'

/** An answer kept for an aggregate metric. */
export interface KeptAnswer {
  readonly item: string
  readonly unit: number
  readonly draw: number
  readonly truncated: boolean
  readonly answer: string
  readonly targets: readonly string[]
  readonly scores: { readonly [column: string]: number }
  readonly fields: { readonly [name: string]: FieldValue }
}

/**
 * All that is remembered of the trials of one model under one condition. Its memory grows with items, not with
 * trials, except under an aggregate metric, which needs every answer.
 */
export interface Cell {
  readonly task: CurveTask
  readonly items: ItemIndex
  /** Stands for what all its rows share. */
  readonly row: CurveRow
  readonly outcomes: { [outcome in Outcome]?: number }
  readonly draws: Set<number>
  readonly repeats: Set<number>
  /** Failed trials by item index. */
  readonly failed: number[]
  /** By score column. */
  readonly sums: Map<string, MetricSums>
  readonly answers: KeptAnswer[]
  readonly cost: Total
  readonly tokens: Total
  readonly latency: Total
}

/** A sum over the trials in which the number is known. */
interface Total {
  count: number
  sum: number
}

/** An empty cell of which `row` will be the first trial. */
export function emptyCell(task: CurveTask, items: ItemIndex, row: CurveRow): Cell {
  return {
    task,
    items,
    row,
    outcomes: {},
    draws: new Set(),
    repeats: new Set(),
    failed: [],
    sums: new Map(task.metrics.map((metric) => [metric.column, emptySums()])),
    answers: [],
    cost: { count: 0, sum: 0 },
    tokens: { count: 0, sum: 0 },
    latency: { count: 0, sum: 0 },
  }
}

/** Adds one trial. */
export function addRow(cell: Cell, row: CurveRow): void {
  const item = cell.items.indexOf(row.item, row.group)
  cell.outcomes[row.outcome] = (cell.outcomes[row.outcome] ?? 0) + 1
  cell.draws.add(row.draw)
  cell.repeats.add(row.repeat)
  if (row.outcome === 'failed') cell.failed[item] = (cell.failed[item] ?? 0) + 1
  if (isScored(row.outcome)) addScored(cell, row, item)
  addKnown(cell.cost, row.costUsd)
  addKnown(cell.latency, row.latencyMs)
  if (row.promptTokens !== undefined || row.completionTokens !== undefined)
    addKnown(cell.tokens, (row.promptTokens ?? 0) + (row.completionTokens ?? 0))
}

function addScored(cell: Cell, row: CurveRow, item: number): void {
  const truncated = row.outcome === 'truncated'
  for (const [column, sums] of cell.sums) {
    const score = row.scores[column]
    if (score !== undefined) addScore(sums, item, row.draw, score, truncated)
  }
  if (cell.task.metrics.some((metric) => metric.aggregate !== undefined))
    cell.answers.push({
      item: row.item,
      unit: cell.items.unitOf(item),
      draw: row.draw,
      truncated,
      answer: row.answer ?? '',
      targets: cell.task.itemOf?.(row.item)?.targets ?? [row.target],
      scores: row.scores,
      fields: cell.task.itemOf?.(row.item)?.fields ?? {},
    })
}

function addKnown(total: Total, value: number | undefined): void {
  if (value === undefined) return
  total.count += 1
  total.sum += value
}
