import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathOf } from '../real-parts.ts'

/** A case of the shared table of reference values, made with statsmodels and sacreBLEU. */
export interface ReferenceCase {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly input: { readonly [name: string]: unknown }
  readonly expected: { readonly [name: string]: unknown }
}

/** The cases of one kind; none where the table is absent. */
export function referenceCases(kind: string): ReferenceCase[] {
  const path = join(pathOf('shared'), 'reference.json')
  if (!existsSync(path)) return []
  const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: ReferenceCase[] }
  return cases.filter((one) => one.kind === kind)
}
