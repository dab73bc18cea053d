/** Members of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>

/** Values as the texts that a table would have; what is neither text nor number is left out. */
export function texts(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  )
}

/** The object that a member is; an empty one where it is none. */
export function objectAt(value: Fields, name: string): Fields {
  const found = value[name]
  return isObject(found) ? found : {}
}

/** The list that a member is; an empty one where it is none. */
export function listAt(value: Fields, name: string): readonly unknown[] {
  const found = value[name]
  return Array.isArray(found) ? found : []
}

/** Whether a JSON value is an object, and no list. */
export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
