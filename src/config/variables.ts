import type { Problem } from '../domain/input-error.ts'
import type { ValuePath } from './place.ts'
import type { YamlDocument } from './yaml-document.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** One text value that names variables. */
export interface VariableUse {
  readonly path: ValuePath
  /** As written: `${HOME}/models`. */
  readonly written: string
  readonly names: readonly string[]
  /** Those of `names` that are not set. */
  readonly missing: readonly string[]
  /** A `${NAME}` alone and without quotes: its value may be a number. */
  readonly alone: boolean
}

const NAMED = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g

/**
 * Replaces `${NAME}` in every text of a value. A text that names a variable which is not set stays as
 * written, whole. `keep` says which values stay as written in any case.
 */
export function expandVariables(
  document: YamlDocument,
  env: Environment,
  keep: (path: ValuePath) => boolean,
): { readonly value: unknown; readonly uses: readonly VariableUse[]; readonly problems: readonly Problem[] } {
  const uses: VariableUse[] = []
  const problems: Problem[] = []
  const expandText = (written: string, path: ValuePath): string => {
    if (!written.includes('${')) return written
    if (written.replaceAll(NAMED, '').includes('${')) {
      // Not quoted back: a default in ${NAME:-…} may be a secret.
      const message = `found a "\${" that names no variable, expected \${NAME}`
      problems.push({ ...document.placeOf(path), message })
      return written
    }
    const names = [...written.matchAll(NAMED)].map((match) => match[1] ?? '')
    const missing = names.filter((name) => env[name] === undefined)
    const alone = names.length === 1 && written.replace(NAMED, '') === '' && document.isPlain(path)
    uses.push({ path, written, names, missing, alone })
    return missing.length > 0 || keep(path)
      ? written
      : written.replaceAll(NAMED, (_all, name) => env[name] ?? '')
  }
  const expand = (value: unknown, path: ValuePath): unknown => {
    if (typeof value === 'string') return expandText(value, path)
    if (Array.isArray(value)) return value.map((member, index) => expand(member, [...path, index]))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, expand(member, [...path, key])]),
    )
  }
  return { value: expand(document.value, []), uses, problems }
}

/** A copy of plain data with the value at a path replaced. */
export function withValueAt(value: unknown, path: ValuePath, replacement: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return replacement
  if (Array.isArray(value))
    return value.map((member, index) => (index === step ? withValueAt(member, rest, replacement) : member))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  return Object.fromEntries(
    entries.map(([key, member]) => [key, key === step ? withValueAt(member, rest, replacement) : member]),
  )
}
