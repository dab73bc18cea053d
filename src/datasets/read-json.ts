import { InputError } from '../domain/input-error.ts'
import type { ItemRecord, ReadRecords } from './item-record.ts'

/** One JSON document that is a list of objects. @throws InputError where it is no JSON */
export function readJson(text: string, file: string): ReadRecords {
  const value = parseJson(text, file)
  if (Array.isArray(value)) return recordsOf(value, file, 'row')
  throw new InputError({
    file,
    message: 'found a JSON document that is no list, expected a list of objects',
    hint: 'for one object a line set format: jsonl; for a BIG-bench task.json set format: bigbench',
  })
}

/** The value of a JSON document. @throws InputError with its line */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new InputError({
      file,
      ...placeOf(/ at position (\d+)/.exec(said)?.[1], text),
      message: `not valid JSON: ${said.replace(/ in JSON at position.*| at position.*|, ".*/s, '')}`,
    })
  }
}

/** The parser tells where an error is only in longer texts. */
function placeOf(position: string | undefined, text: string) {
  if (position === undefined) return {}
  const before = text.slice(0, Number(position)).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** Members of a list as records; each is placed by its number from 1, since a document keeps no lines. */
export function recordsOf(members: readonly unknown[], file: string, name: string): ReadRecords {
  const places = members.map((_, index) => ({ file: `${file}, ${name} ${index + 1}` }))
  const records = members.flatMap((fields, index): ItemRecord[] =>
    isObject(fields) ? [{ fields, place: places[index] ?? { file } }] : [],
  )
  const problems = members.flatMap((member, index) =>
    isObject(member)
      ? []
      : [{ ...places[index], message: 'found no object, expected an object with fields' }],
  )
  return { records, problems }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
