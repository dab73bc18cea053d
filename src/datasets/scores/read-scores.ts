import { InputError } from '../../domain/input-error.ts'
import type { ReadRecords } from '../item-record.ts'
import { readCsv, readTsv } from '../read-csv.ts'
import { parseJson } from '../read-json.ts'
import { bigBenchScores } from './bigbench-scores.ts'
import { isObject } from './json-fields.ts'
import { lmEvalScores } from './lm-eval-scores.ts'

/** What a file of scores is. */
type ScoreFormat = 'csv' | 'lm-eval' | 'bigbench'

/** The rows of a file of scores. Those of JSON have fields under the names of an import's keys. */
export interface ReadScores extends ReadRecords {
  readonly format: ScoreFormat
  /** Metrics of which less is better, which are no scores. */
  readonly leftOut: readonly string[]
}

/**
 * Reads a table with a header (comma-separated; tab-separated where the name ends in .tsv), or a result file of
 * lm-evaluation-harness or BIG-bench, told apart by what stands in it.
 *
 * @throws InputError where the file is none of these
 */
export function readScores(text: string, file: string): ReadScores {
  if (/\.tsv$/i.test(file)) return { format: 'csv', leftOut: [], ...readTsv(text, file) }
  if (!/\.json$/i.test(file) && !/^\s*\{/.test(text))
    return { format: 'csv', leftOut: [], ...readCsv(text, file) }
  const value = parseJson(text, file)
  if (isObject(value)) {
    if (isObject(value.results)) return { format: 'lm-eval', ...lmEvalScores(value, file) }
    if (Array.isArray(value.scores) && isObject(value.model))
      return { format: 'bigbench', leftOut: [], ...bigBenchScores(value, file) }
  }
  throw new InputError({
    file,
    message: 'found JSON that is no result file',
    allowed: [
      'lm-evaluation-harness: an object with "results"',
      'BIG-bench: an object with "scores", "task" and "model"',
    ],
    hint: 'other scores are read from CSV',
  })
}
