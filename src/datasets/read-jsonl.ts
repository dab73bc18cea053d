import type { Problem } from '../domain/input-error.ts'
import type { ItemRecord, ReadRecords } from './item-record.ts'

/** JSON Lines: one object a line; empty lines are passed over. */
export function readJsonl(text: string, file: string): ReadRecords {
  const records: ItemRecord[] = []
  const problems: Problem[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const place = { file, line: index + 1 }
    const parsed = parseLine(line)
    if ('error' in parsed) problems.push({ ...place, ...parsed.error })
    else if (!isObject(parsed.value))
      problems.push({ ...place, message: `found ${kindOf(parsed.value)}, expected a JSON object` })
    else records.push({ fields: parsed.value, place })
  }
  return { records, problems }
}

function parseLine(line: string): { readonly value: unknown } | { readonly error: Problem } {
  try {
    return { value: JSON.parse(line) }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const position = / at position (\d+)/.exec(said)?.[1]
    const message = `not valid JSON: ${said.replace(/ in JSON at position.*| at position.*|, ".*/s, '')}`
    return { error: { message, column: position === undefined ? undefined : Number(position) + 1 } }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
