import type { AnswerRow } from '../domain/metric.ts'
import { isScored, type Outcome } from '../domain/outcome.ts'
import type { CurveTask } from './curve-context.ts'
import type { CurveRow } from './curve-row.ts'
import type { ItemIndex } from './item-index.ts'
import { addScore, emptySums, type MetricSums } from './metric-sums.ts'

/** A trial kept for metrics of several trials. */
export interface KeptAnswer extends AnswerRow {
  /** Its item's number, and that of the item's unit. */
  readonly index: number
  readonly unit: number
  readonly draw: number
  readonly outcome: Outcome
}

/**
 * All that is remembered of the trials of one model under one condition. Its memory grows with items, not with
 * trials, except under a metric of several trials, which needs every answer.
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
  /** Under `flipped-labels`, scores against each item's flipped label, where the task tells them. */
  readonly againstFlipped: MetricSums
  /** The scored trials and the failed ones, kept only for metrics of several trials. */
  readonly answers: KeptAnswer[]
  readonly failedRows: KeptAnswer[]
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
    sums: new Map(
      task.metrics.flatMap(({ column, ofRows }) => (ofRows === undefined ? [[column, emptySums()]] : [])),
    ),
    againstFlipped: emptySums(),
    answers: [],
    failedRows: [],
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
  if (row.outcome !== 'skipped' && cell.task.metrics.some(({ ofRows }) => ofRows !== undefined)) {
    const into = row.outcome === 'failed' ? cell.failedRows : cell.answers
    into.push(keptAnswer(cell, row, item))
  }
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
  const flipped = row.control === 'flipped-labels' ? cell.task.againstFlipped?.(row) : undefined
  if (flipped !== undefined) addScore(cell.againstFlipped, item, row.draw, flipped, truncated)
}

function keptAnswer({ task, items }: Cell, row: CurveRow, index: number): KeptAnswer {
  const item = task.itemOf?.(row.item)
  return {
    index,
    unit: items.unitOf(index),
    draw: row.draw,
    outcome: row.outcome,
    item: row.item,
    answer: row.answer ?? '',
    targets: item?.targets ?? [row.target],
    scores: row.scores,
    fields: item?.fields ?? {},
  }
}

function addKnown(total: Total, value: number | undefined): void {
  if (value === undefined) return
  total.count += 1
  total.sum += value
}
