import { InputError } from '../domain/input-error.ts'
import { LEADING_COLUMNS, type Result, TRAILING_COLUMNS } from '../domain/result.ts'
import { needsJson, toJsonText } from './encode-response.ts'

/** A row's cells by column name; a missing or empty cell is unknown. */
export type Cells = { readonly [column: string]: string | undefined }

/** The columns of a trials.csv with these score columns, in file order. */
export function trialColumns(scoreColumns: readonly string[]): string[] {
  return [...LEADING_COLUMNS, ...scoreColumns, ...TRAILING_COLUMNS]
}

type Value = string | number | undefined

/**
 * A result as the values of its row, in the order of `trialColumns`. Text that CSV cannot carry (NUL, lone
 * surrogates) is JSON-escaped in response, reasoning and answer alike, and `response_encoding` says `json`.
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
    result.servedModel,
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
    result.finishReason,
    encode(result.response),
    encode(result.reasoning),
    encode(result.answer),
    result.target,
    ...scoreColumns.map((column) => result.scores[column]),
    result.promptTokens,
    result.completionTokens,
    result.cachedTokens,
    result.latencyMs,
    result.costUsd,
    result.attempts,
    result.error,
    json ? 'json' : undefined,
    result.finishedAt,
  ]
}

/** The result of a row. @throws InputError for a cell that its column does not allow */
export function fromCells(cells: Cells): Result {
  const encoded = cells.response_encoding === 'json'
  const required = (column: string): string => {
    const cell = cells[column]
    if (cell === undefined) throw new InputError(`trials.csv has no column ${column}`)
    return cell
  }
  const text = (column: string): string | undefined => (cells[column] === '' ? undefined : cells[column])
  const decoded = (column: string): string | undefined => {
    const cell = text(column)
    return encoded && cell !== undefined ? (JSON.parse(cell) as string) : cell
  }
  const number = (column: string): number | undefined => numberCell(column, text(column))
  const scores: Record<string, number> = {}
  for (const column of Object.keys(cells)) {
    const score = column.startsWith('score_') ? number(column) : undefined
    if (score !== undefined) scores[column] = score
  }
  return {
    trialKey: required('trial_key'),
    model: required('model'),
    provider: required('provider'),
    engine: required('engine'),
    servedModel: text('served_model'),
    family: required('family'),
    parameters: number('parameters'),
    activeParameters: number('active_parameters'),
    quantization: text('quantization'),
    tuning: text('tuning') as Result['tuning'],
    task: required('task'),
    taskVersion: required('task_version'),
    group: text('group'),
    rendering: required('rendering') as Result['rendering'],
    instruction: required('instruction') as Result['instruction'],
    control: required('control') as Result['control'],
    sampling: required('sampling') as Result['sampling'],
    shots: number('shots') ?? 0,
    draw: number('draw') ?? 0,
    repeat: number('repeat') ?? 0,
    item: required('item'),
    outcome: required('outcome') as Result['outcome'],
    finishReason: text('finish_reason'),
    response: decoded('response'),
    reasoning: decoded('reasoning'),
    answer: decoded('answer'),
    target: required('target'),
    scores,
    promptTokens: number('prompt_tokens'),
    completionTokens: number('completion_tokens'),
    cachedTokens: number('cached_tokens'),
    latencyMs: number('latency_ms'),
    costUsd: number('cost_usd'),
    attempts: number('attempts') ?? 0,
    error: text('error'),
    finishedAt: required('finished_at'),
  }
}

function numberCell(column: string, cell: string | undefined): number | undefined {
  if (cell === undefined) return undefined
  const value = Number(cell)
  if (Number.isFinite(value)) return value
  throw new InputError(`trials.csv: ${column} is "${cell}", not a number`)
}
