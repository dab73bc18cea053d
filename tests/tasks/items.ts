import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'

export const tasksFolder = resolve(import.meta.dirname, '../../tasks')

export const SUITES = ['translation', 'arithmetic', 'words'] as const

/** One line of an items file, as written. */
export interface RawItem {
  readonly id: string
  readonly input: string
  readonly target: string | readonly string[]
  readonly difficulty?: number
}

/** A task as its suite file writes it, defaults not yet merged. */
export interface RawTask {
  readonly name: string
  readonly items: string
}

/** The suite file as `yaml` reads it. */
export function readSuite(suite: string): {
  readonly suite: string
  readonly defaults: Record<string, unknown>
  readonly tasks: readonly RawTask[]
} {
  return parse(readFileSync(join(tasksFolder, `${suite}.yaml`), 'utf8'), { strict: true })
}

/** The items of a JSON Lines file under tasks/. */
export function readItems<Item extends RawItem = RawItem>(file: string): Item[] {
  const lines = readFileSync(join(tasksFolder, file), 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Item)
}

/** All answers that count as right. */
export function targetsOf(item: RawItem): readonly string[] {
  return typeof item.target === 'string' ? [item.target] : item.target
}

/** The answer that a demonstration shows. */
export function shownTarget(item: RawItem): string {
  return targetsOf(item)[0] ?? ''
}
