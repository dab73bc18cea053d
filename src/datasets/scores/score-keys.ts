/** What an import of scores can know of a row; `--map` names the columns they come from, `--set` a value for all. */
export const SCORE_KEYS = [
  'model',
  'family',
  'parameters',
  'active_parameters',
  'training_tokens',
  'training_flops',
  'quantization',
  'tuning',
  'checkpoint',
  'task',
  'metric',
  'kind',
  'shots',
  'score',
  'n',
  'se',
  'scale',
  'maximum',
  'chance',
  'proportion',
  'loss_unit',
] as const

export type ScoreKey = (typeof SCORE_KEYS)[number]

/** Keys whose values are numbers. */
export const NUMBER_KEYS: ReadonlySet<ScoreKey> = new Set([
  'parameters',
  'active_parameters',
  'training_tokens',
  'training_flops',
  'shots',
  'score',
  'n',
  'se',
  'scale',
  'maximum',
  'chance',
])

/** What a table of models (`--sizes`) may tell, beside their names. */
export const MODEL_KEYS = [
  'family',
  'parameters',
  'active_parameters',
  'training_tokens',
  'training_flops',
  'quantization',
  'tuning',
] as const satisfies readonly ScoreKey[]

/** What a table of tasks (`--tasks`) may tell, beside their names; a column `metric` keeps a row to that metric. */
export const TASK_KEYS = [
  'kind',
  'shots',
  'n',
  'scale',
  'maximum',
  'chance',
  'proportion',
  'loss_unit',
] as const satisfies readonly ScoreKey[]

/** A row's values by key, as text; absent where nothing is told. */
export type ScoreFields = { readonly [key in ScoreKey]?: string }
