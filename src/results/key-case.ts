/** `trainingTokens` → `training_tokens`, in every key of a JSON value; strings and numbers stay. */
export function withSnakeKeys(value: unknown): unknown {
  return mapKeys(value, (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
}

/** `training_tokens` → `trainingTokens`, in every key of a JSON value. */
export function withCamelKeys(value: unknown): unknown {
  return mapKeys(value, camelCase)
}

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((member) => mapKeys(member, rename))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [rename(key), mapKeys(member, rename)]),
  )
}

/** `ci_low` → `ciLow`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
