import { InputError } from '../domain/input-error.ts'
import { LEADING_COLUMNS, type Result, TRAILING_COLUMNS } from '../domain/result.ts'
import { asLabel, needsJson, toJsonText } from './encode-response.ts'

/** The columns of a trials.csv with these score columns, in file order. */
export function trialColumns(scoreColumns: readonly string[]): string[] {
  return [...LEADING_COLUMNS, ...scoreColumns, ...TRAILING_COLUMNS]
}

type Value = string | number | undefined

/**
 * A result as the values of its row, in the order of `trialColumns`. Text that CSV cannot carry (NUL, lone
 * surrogates) is JSON-escaped in response, reasoning and answer alike, and `response_encoding` says `json`; in the
 * labels beside them U+FFFD stands for it.
 */
export function toRow(result: Result, scoreColumns: readonly string[]): Value[] {
  const texts = [result.response, result.reasoning, result.answer]
  const json = texts.some((text) => text !== undefined && needsJson(text))
  const encode = (text: string | undefined): Value => (json && text !== undefined ? toJsonText(text) : text)
  return [
    result.trialKey,
    result.model,
    result.provider,
    result.engine,
    asLabel(result.servedModel),
    result.family,
    result.parameters,
    result.activeParameters,
    result.quantization,
    result.tuning,
    result.task,
    result.taskVersion,
    result.group,
    result.rendering,
    result.instruction,
    result.control,
    result.sampling,
    result.shots,
    result.draw,
    result.repeat,
    result.item,
    result.outcome,
    asLabel(result.finishReason),
    encode(result.response),
    encode(result.reasoning),
    encode(result.answer),
    asLabel(result.target),
    ...scoreColumns.map((column) => result.scores[column]),
    result.promptTokens,
    result.completionTokens,
    result.cachedTokens,
    result.latencyMs,
    result.costUsd,
    result.attempts,
    asLabel(result.error),
    json ? 'json' : undefined,
    result.likelihoods && JSON.stringify(result.likelihoods),
    result.finishedAt,
  ]
}

/** A row whose cells are asked for by their place. */
export interface RowCells {
  text(column: number): string
}

export interface ReadOptions {
  /** False leaves out response, reasoning and likelihoods, most of the file, which no curve is made of. */
  readonly texts: boolean
}

/**
 * Reads the rows under a header as results.
 *
 * @throws InputError for a header without a column of ours, and later for a cell that its column does not allow
 */
export function resultReader(header: readonly string[], { texts }: ReadOptions): (row: RowCells) => Result {
  const at = Object.fromEntries(
    [...LEADING_COLUMNS, ...TRAILING_COLUMNS].map((column) => [column, header.indexOf(column)]),
  ) as Record<(typeof LEADING_COLUMNS | typeof TRAILING_COLUMNS)[number], number>
  for (const [column, place] of Object.entries(at))
    if (place === -1 && column !== 'likelihoods') throw new InputError(`trials.csv has no column ${column}`)
  const scoreColumns = header.flatMap((column, place) =>
    column.startsWith('score_') ? [{ column, place }] : [],
  )
  return (row) => {
    const text = (column: keyof typeof at): string | undefined => row.text(at[column]) || undefined
    const encoded = row.text(at.response_encoding) === 'json'
    const decoded = (column: 'response' | 'reasoning' | 'answer'): string | undefined => {
      const cell = text(column)
      return encoded && cell !== undefined ? (JSON.parse(cell) as string) : cell
    }
    const number = (column: keyof typeof at): number | undefined => numberCell(column, row.text(at[column]))
    const scores: Record<string, number> = {}
    for (const { column, place } of scoreColumns) {
      const score = numberCell(column, row.text(place))
      if (score !== undefined) scores[column] = score
    }
    return {
      trialKey: row.text(at.trial_key),
      model: row.text(at.model),
      provider: row.text(at.provider),
      engine: row.text(at.engine),
      servedModel: text('served_model'),
      family: row.text(at.family),
      parameters: number('parameters'),
      activeParameters: number('active_parameters'),
      quantization: text('quantization'),
      tuning: text('tuning') as Result['tuning'],
      task: row.text(at.task),
      taskVersion: row.text(at.task_version),
      group: text('group'),
      rendering: row.text(at.rendering) as Result['rendering'],
      instruction: row.text(at.instruction) as Result['instruction'],
      control: row.text(at.control) as Result['control'],
      sampling: row.text(at.sampling) as Result['sampling'],
      shots: number('shots') ?? 0,
      draw: number('draw') ?? 0,
      repeat: number('repeat') ?? 0,
      item: row.text(at.item),
      outcome: row.text(at.outcome) as Result['outcome'],
      finishReason: text('finish_reason'),
      response: texts ? decoded('response') : undefined,
      reasoning: texts ? decoded('reasoning') : undefined,
      answer: decoded('answer'),
      target: row.text(at.target),
      likelihoods: texts ? likelihoodsCell(at.likelihoods === -1 ? '' : row.text(at.likelihoods)) : undefined,
      scores,
      promptTokens: number('prompt_tokens'),
      completionTokens: number('completion_tokens'),
      cachedTokens: number('cached_tokens'),
      latencyMs: number('latency_ms'),
      costUsd: number('cost_usd'),
      attempts: number('attempts') ?? 0,
      error: text('error'),
      finishedAt: row.text(at.finished_at),
    }
  }
}

/** @throws InputError where the cell is no JSON */
function likelihoodsCell(cell: string): Result['likelihoods'] {
  if (cell === '') return undefined
  try {
    return JSON.parse(cell) as Result['likelihoods']
  } catch {
    throw new InputError(`trials.csv: likelihoods is "${cell}", not JSON`)
  }
}

/** @throws InputError where the cell is no number */
function numberCell(column: string, cell: string): number | undefined {
  if (cell === '') return undefined
  const value = Number(cell)
  if (Number.isFinite(value)) return value
  throw new InputError(`trials.csv: ${column} is "${cell}", not a number`)
}
