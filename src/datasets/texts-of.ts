/** A value as text: text itself, or a number, true or false as JSON writes it. Undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return String(value)
  return undefined
}

/** A text, or a list of texts; undefined where there is none, or one of them is empty or no text. */
export function textsOf(value: unknown): readonly [string, ...string[]] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const texts = list.flatMap((member) => textOf(member) || [])
  const [first, ...others] = texts
  return first === undefined || texts.length < list.length ? undefined : [first, ...others]
}
