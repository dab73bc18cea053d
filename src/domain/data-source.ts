/** The forms of data files that can be read. */
export const DATA_FORMATS = [
  'jsonl',
  'json',
  'csv',
  'tsv',
  'parquet',
  'bigbench',
  'humaneval',
  'mbpp',
  'gsm8k',
] as const
export type DataFormat = (typeof DATA_FORMATS)[number]

/**
 * Where a field of an item comes from: a dotted path in the row (`meta.choices`), a Jinja template over the row's
 * fields, or a list of them. `null`, for the target alone, says that the items have none.
 */
export type FieldOrigin = string | readonly string[] | null

/** Fields of items by name, where they differ from those of the rows. */
export interface FieldMap {
  readonly [name: string]: FieldOrigin | undefined
}

type Scalar = string | number | boolean

/** Rows to keep: those whose field, a dotted path, has the value, or one of the values. */
export interface RowFilter {
  readonly [path: string]: Scalar | readonly Scalar[]
}

/** A fixed choice of some of the items. */
export interface ItemSample {
  readonly count: number
  readonly seed: number
}

/** How a data file becomes items. */
export interface DataSelection {
  /** The file's form; by its ending where absent. */
  readonly format?: DataFormat | undefined
  readonly map?: FieldMap | undefined
  readonly where?: RowFilter | undefined
  readonly sample?: ItemSample | undefined
}
