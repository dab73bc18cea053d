import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT } from './folders.ts'

const FILE = join(PROJECT, 'docs/performance.md')

/** Puts a table into docs/performance.md. */
export function writeSection(name: string, table: string): void {
  const before = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '# Performance\n'
  writeFileSync(FILE, withSection(before, name, table))
  // Tables are padded as the linter wants them.
  execFileSync(join(PROJECT, 'node_modules/.bin/biome'), ['format', '--write', FILE])
}

/** The text with `section` between `<!-- name -->` and `<!-- /name -->`; at its end where it has no such place. */
export function withSection(text: string, name: string, section: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const whole = `${start}\n${section}\n${end}`
  const from = text.indexOf(start)
  const to = text.indexOf(end, from)
  if (from < 0 || to < 0) return `${text.trimEnd()}\n\n${whole}\n`
  return text.slice(0, from) + whole + text.slice(to + end.length)
}
