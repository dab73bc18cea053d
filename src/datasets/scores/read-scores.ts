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
 * Reads a table with a header (between commas, semicolons or tabs: whatever its first line has), or a result file of
 * lm-evaluation-harness or BIG-bench, told apart by what stands in it.
 *
 * @throws InputError where the file is none of these
 */
export function readScores(text: string, file: string): ReadScores {
  if (/\.tsv$/i.test(file) || (!/\.json$/i.test(file) && !/^\s*\{/.test(text)))
    return { format: 'csv', leftOut: [], ...readTable(text, file) }
  const value = parseJson(withoutNaN(text), file)
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

/** Row numbers that a table was written with have a column without a name, which is passed over. */
function readTable(text: string, file: string): ReadRecords {
  const [header = ''] = text.replace(/^\s+/, '').split(/[\r\n]/, 1)
  const bare = header.replace(/"[^"]*"/g, '')
  const count = (delimiter: string) => bare.split(delimiter).length
  if (/\.tsv$/i.test(file) || count('\t') > Math.max(count(','), count(';'))) return readTsv(text, file)
  return readCsv(text, file, { delimiter: count(';') > count(',') ? ';' : ',', passOverUnnamed: true })
}

/** Python writes NaN and Infinity into its JSON, which are no JSON; neither is a score. Texts stay as they are. */
function withoutNaN(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
    found.startsWith('"') ? found : 'null',
  )
}
