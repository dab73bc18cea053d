import { InputError, type Problem } from '../domain/input-error.ts'
import { checkValue, valueAt } from './check-value.ts'
import { configSchema, type WrittenConfig } from './config-schema.ts'
import type { ValuePath } from './place.ts'
import { throwProblems } from './throw-problems.ts'
import { type Environment, expandVariables, type VariableUse, withValueAt } from './variables.ts'
import type { YamlDocument } from './yaml-document.ts'

/** A config that fits its schema, with variables replaced where they are set. */
export interface CheckedConfig {
  readonly config: WrittenConfig
  readonly uses: readonly VariableUse[]
}

/**
 * Checks a config against its schema, first as written and then with its variables replaced, so that no
 * message ever shows the value of a variable.
 *
 * @throws InputError with every problem.
 */
export function checkConfig(document: YamlDocument, env: Environment): CheckedConfig {
  if (document.value === null) throw new InputError({ file: document.file, message: 'the file is empty' })
  const asWritten = checkValue(configSchema, document.value, document)
  const { value, uses, problems } = expandVariables(document, env, isKey)
  throwProblems([...(asWritten.ok ? [] : asWritten.issues.map((issue) => issue.problem)), ...problems])
  // Without variables the config is as written.
  const expanded = uses.length === 0 && asWritten.ok ? asWritten.value : checkExpanded(document, value, uses)
  return { config: expanded, uses }
}

/** The value of a key's variable is read when a request is made, and is never part of a config. */
function isKey(path: ValuePath): boolean {
  return path.length === 3 && path[0] === 'providers' && path[2] === 'api_key'
}

function checkExpanded(document: YamlDocument, value: unknown, uses: readonly VariableUse[]): WrittenConfig {
  const first = checkValue(configSchema, value, document)
  if (first.ok) return first.value
  const misfits = new Set(first.issues.map((issue) => pathKey(issue.path)))
  let withNumbers = value
  for (const use of uses) {
    if (!use.alone || !misfits.has(pathKey(use.path))) continue
    const found = numberOf(valueAt(value, use.path))
    if (found !== undefined) withNumbers = withValueAt(withNumbers, use.path, found)
  }
  const second = checkValue(configSchema, withNumbers, document)
  if (second.ok) return second.value
  const written = new Map(uses.map((use) => [pathKey(use.path), use]))
  throwProblems(second.issues.map((issue) => withoutValue(issue.problem, written.get(pathKey(issue.path)))))
  throw new Error('a config that does not fit has a problem')
}

function withoutValue(problem: Problem, use: VariableUse | undefined): Problem {
  if (use === undefined) return problem
  const { file, line, column, allowed } = problem
  const expected = /, expected (.*)$/s.exec(problem.message)?.[1]
  const message = `the value of ${use.written} does not fit here${expected === undefined ? '' : `, expected ${expected}`}`
  return { file, line, column, message, allowed }
}

function numberOf(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return undefined
  return Number(text)
}

function pathKey(path: ValuePath): string {
  return JSON.stringify(path)
}
