import type { RecordFields } from './item-record.ts'

/** The value of a field; undefined where there is none. A name with dots is looked up whole before it is a path. */
export function fieldAt(fields: RecordFields, path: string): unknown {
  if (Object.hasOwn(fields, path)) return fields[path]
  const [first = '', ...rest] = path.split('.')
  const inner = Object.hasOwn(fields, first) ? fields[first] : undefined
  if (rest.length === 0 || typeof inner !== 'object' || inner === null) return undefined
  return fieldAt(inner as RecordFields, rest.join('.'))
}

/** The dotted paths of a row: its fields, and those inside them. A list is one value. */
export function pathsOf(fields: RecordFields, prefix = ''): readonly string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const path = `${prefix}${name}`
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path]
    return [path, ...pathsOf(value as RecordFields, `${path}.`)]
  })
}
