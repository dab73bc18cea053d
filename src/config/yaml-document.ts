import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type ScalarTag,
  visit,
  type YAMLError,
} from 'yaml'
import { InputError } from '../domain/input-error.ts'
import type { Place, ValuePath } from './place.ts'
import { yamlProblem } from './yaml-problem.ts'

/** A YAML text and the places of everything in it. */
export interface YamlDocument {
  readonly file: string
  /** Plain data: mappings, lists, text, numbers, booleans, null. */
  readonly value: unknown
  /** Where a value begins; where the path leads nowhere, the nearest thing above it. */
  placeOf(path: ValuePath): Place
  /** Where a key is written. */
  placeOfKey(path: ValuePath, key: string): Place
  /** Where, inside a text value, `pattern` first matches as it is written; where the value begins if it does not. */
  placeInside(path: ValuePath, pattern: RegExp): Place
  /** Whether the value is text written without quotes. */
  isPlain(path: ValuePath): boolean
}

/** How a text is YAML where it is not our own. */
export interface YamlDialect {
  /** PyYAML reads 1.1: a bare `no` is false. */
  readonly version: '1.1'
  /** Values of local tags. */
  readonly customTags: ScalarTag[]
}

/**
 * Reads one YAML 1.2 document (core schema: `off` and `on` are text), or one of another dialect.
 *
 * @throws InputError naming every syntax error, duplicate key, unknown tag and bad alias.
 */
export function parseYaml(text: string, file: string, dialect?: YamlDialect): YamlDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    ...(dialect ?? { stringKeys: true }),
  })
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  const lineOf = (error: YAMLError) => placeAt(error.pos[0]).line
  const [first, ...others] = [...document.errors, ...document.warnings]
    // One slip makes several errors in one line; the first says it best.
    .filter((error, index, all) => all.findIndex((other) => lineOf(other) === lineOf(error)) === index)
    .map((error) => ({ ...placeAt(error.pos[0]), ...yamlProblem(error, text) }))
  if (first !== undefined) throw new InputError(first, ...others)
  visit(document, {
    Alias(_key, alias, ancestors) {
      const target = alias.resolve(document)
      const message =
        target === undefined
          ? `no anchor "&${alias.source}" stands before this alias`
          : `the alias "*${alias.source}" stands inside what it repeats`
      if (target === undefined || ancestors.includes(target))
        throw new InputError({ ...placeAt(alias.range?.[0] ?? 0), message })
    },
  })

  const childOf = (node: unknown, step: string | number): unknown => {
    if (isMap(node)) return node.items.find((pair) => keyText(pair.key) === String(step))?.value
    return isSeq(node) && typeof step === 'number' ? node.items[step] : undefined
  }
  const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node)
  const nodeAt = (path: ValuePath): Node | undefined => {
    let node: unknown = document.contents
    for (const step of path) node = childOf(resolved(node), step)
    return isNode(node) ? node : undefined
  }
  const keyAt = (path: ValuePath, key: string): Node | undefined => {
    const node = resolved(nodeAt(path))
    const found = isMap(node) ? node.items.find((pair) => keyText(pair.key) === key)?.key : undefined
    return isNode(found) ? found : undefined
  }
  const startOf = (node: Node | undefined): number | undefined => node?.range?.[0]
  const placeOf = (path: ValuePath): Place => {
    const node = nodeAt(path)
    const last = path.at(-1)
    // An empty value has no text of its own to point at.
    const isEmpty = isScalar(node) && node.value === null && node.source !== 'null' && node.source !== '~'
    const start =
      typeof last === 'string' && (isEmpty || node === undefined)
        ? startOf(keyAt(path.slice(0, -1), last))
        : startOf(node)
    if (start !== undefined) return placeAt(start)
    return path.length === 0 ? { file, line: 1, column: 1 } : placeOf(path.slice(0, -1))
  }
  return {
    file,
    value: plainValue(document, file),
    placeOf,
    placeOfKey: (path, key) => {
      const start = startOf(keyAt(path, key))
      return start === undefined ? placeOf(path) : placeAt(start)
    },
    placeInside: (path, pattern) => {
      const [start = 0, end = 0] = resolvedRange(resolved(nodeAt(path)))
      const at = text.slice(start, end).search(pattern)
      return at < 0 ? placeOf(path) : placeAt(start + at)
    },
    isPlain: (path) => {
      const node = resolved(nodeAt(path))
      return isScalar(node) && node.type === 'PLAIN'
    },
  }
}

/** Aliases of aliases of aliases grow without bound: far more than a person writes is refused. */
const MOST_ALIASES = 10_000

function plainValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES })
  } catch (error) {
    if (error instanceof ReferenceError)
      throw new InputError({ file, message: 'its aliases repeat too much' })
    throw error
  }
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key)
}

function resolvedRange(node: unknown): readonly number[] {
  return isNode(node) ? (node.range ?? []) : []
}
