import { InputError, type Problem } from '../../domain/input-error.ts'
import { nearestName } from '../../domain/nearest.ts'
import type { ItemRecord } from '../item-record.ts'
import { NUMBER_KEYS, SCORE_KEYS, type ScoreFields, type ScoreKey } from './score-keys.ts'

/** Columns by key. */
export type ScoreColumns = { readonly [key in ScoreKey]?: string }

/** Without these there is no score. */
const NEEDED = ['model', 'task', 'metric', 'shots', 'score'] as const satisfies readonly ScoreKey[]

/** What writers put where a number is not known. */
const UNKNOWN = /^(na|n\/a|nan|none|null|[-–—?])$/i

/**
 * Which column stands for which key: as mapped, else the column that has the key's name, in whatever case.
 * @param told keys that need no column, since something else tells them
 *
 * @throws InputError for a mapped column that is not there, and for a needed key that has none
 */
export function scoreColumns(
  records: readonly ItemRecord[],
  map: ScoreColumns,
  told: (key: ScoreKey) => boolean,
): ScoreColumns {
  if (records.length === 0) return map
  const known = new Set(records.flatMap(({ fields }) => Object.keys(fields)))
  const named = SCORE_KEYS.flatMap((key) => {
    const column = map[key] ?? columnNamed(key, known)
    return column === undefined ? [] : [[key, column] as const]
  })
  const columns: ScoreColumns = Object.fromEntries(named)
  const problems = [
    ...named.flatMap(([key, column]) => (known.has(column) ? [] : [noColumn(key, column, known)])),
    ...NEEDED.flatMap((key) => (columns[key] === undefined && !told(key) ? [noKey(key, known)] : [])),
  ]
  const [first, ...others] = problems
  if (first !== undefined) throw new InputError(first, ...others)
  return columns
}

function columnNamed(key: ScoreKey, known: ReadonlySet<string>): string | undefined {
  if (known.has(key)) return key
  const same = [...known].filter((column) => column.toLowerCase().replace(/[\s-]+/g, '_') === key)
  return same.length === 1 ? same[0] : undefined
}

function noColumn(key: ScoreKey, column: string, known: ReadonlySet<string>): Problem {
  return {
    message: `--map ${key}=${column}: there is no column "${column}"`,
    nearest: nearestName(column, known),
    allowed: [...known],
  }
}

function noKey(key: ScoreKey, known: ReadonlySet<string>): Problem {
  return {
    message: `there is no column for ${key}`,
    allowed: [...known],
    hint: `name it with --map ${key}=COLUMN, or set it for all with --set ${key}=VALUE`,
  }
}

/** What a row tells of each key; an empty cell tells nothing, nor does `NaN` or `N/A` where a number belongs. */
export function rowValues({ fields }: ItemRecord, columns: ScoreColumns): ScoreFields {
  return Object.fromEntries(
    SCORE_KEYS.flatMap((key) => {
      const column = columns[key]
      const text = column === undefined ? '' : String(fields[column] ?? '').trim()
      return text === '' || (NUMBER_KEYS.has(key) && UNKNOWN.test(text)) ? [] : [[key, text]]
    }),
  )
}

/** Whether a row says nothing at all, as the last ones of a spreadsheet may. */
export function isBlank({ fields }: ItemRecord): boolean {
  return Object.values(fields).every((cell) => String(cell ?? '').trim() === '')
}
