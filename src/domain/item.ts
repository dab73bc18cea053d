import { type Digest, digestOfValue } from './digest.ts'

export type FieldValue =
  | string
  | number
  | boolean
  | null
  | readonly FieldValue[]
  | { readonly [key: string]: FieldValue }

/** One case: an input and the answers that count as right, the first of which is shown in demonstrations. */
export interface Item {
  /** Unique in its task. */
  readonly id: string
  readonly input: string
  readonly targets: readonly [string, ...string[]]
  /** The answers there are to choose from, each target among them; absent where the answer is free. */
  readonly choices?: readonly [string, ...string[]] | undefined
  /** All its fields by name, for templates; `input` and `target` among them. */
  readonly fields: { readonly [name: string]: FieldValue }
  /** Items of one group share a source (a passage, a template) and are not independent. */
  readonly group?: string | undefined
}

const digests = new WeakMap<Item, Digest>()

/** The item's content digest, made once per item. */
export function itemDigest(item: Item): Digest {
  const known = digests.get(item)
  if (known !== undefined) return known
  const parts = [item.id, item.input, item.targets, item.fields]
  const made = digestOfValue(item.choices === undefined ? parts : [...parts, item.choices])
  digests.set(item, made)
  return made
}
