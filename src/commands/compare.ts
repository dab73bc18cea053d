import { writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { wrappedText } from '../charts/wrapped-text.ts'
import { EXIT } from '../domain/exit-code.ts'
import { InputError } from '../domain/input-error.ts'
import { isCommitted } from './committed-run.ts'
import { type ComparedParts, compareRuns } from './comparing/compare-runs.ts'
import { comparedRun } from './comparing/compared-run.ts'
import { comparisonText } from './comparing/comparison-file.ts'
import { comparisonTables } from './comparing/comparison-table.ts'
import { differenceLines } from './comparing/differences.ts'
import { judgeThreshold } from './comparing/threshold.ts'
import { findRun } from './find-run.ts'
import type { Host } from './host.ts'

export interface CompareOptions extends ComparedParts {
  readonly config: string
  /** Names of runs, or paths of their folders; the other is the first where absent. */
  readonly runA: string
  readonly runB?: string | undefined
  readonly failIfWorse?: number | undefined
  readonly out?: string | undefined
}

/**
 * `icl compare`: the paired difference B − A of two runs, or of two models, on the items that both have. Returns the
 * exit code: 4 only where B is shown to be worse by at least `failIfWorse`.
 *
 * @throws InputError for names that the runs do not have, and where they have nothing in common
 */
export async function compareCommand(host: Host, options: CompareOptions): Promise<number> {
  checkOut(options.out)
  const { runA, runB = runA } = options
  const a = await comparedRun(await findRun(host, options.config, runA))
  const b = runB === runA ? a : await comparedRun(await findRun(host, options.config, runB))
  const { tasks, models, comparisons } = await compareRuns(a, b, options)
  const say = (text: string) => {
    for (const line of wrappedText(text, host.width)) host.out(line)
  }
  say(
    `A: ${relative('', a.folder) || a.folder} · B: ${relative('', b.folder) || b.folder} · the same items, B − A`,
  )
  for (const line of differenceLines(a, b, tasks, models)) say(line)
  host.out('')
  for (const line of comparisonTables(comparisons)) host.out(line)
  const silent = tasks.filter(({ a: { name } }) => comparisons.every(({ task }) => task !== name))
  if (silent.length > 0)
    say(
      `not compared: ${silent.map(({ a: { name } }) => name).join(', ')}: no common score that every item has by itself`,
    )
  if (options.out !== undefined)
    await write(host, options.out, comparisonText(comparisons, { a: a.manifest.name, b: b.manifest.name }))
  if (options.failIfWorse === undefined) return EXIT.ok
  const verdict = judgeThreshold(comparisons, options.failIfWorse)
  for (const line of verdict.lines) say(line)
  return verdict.failed ? EXIT.comparisonFailed : EXIT.ok
}

function checkOut(out: string | undefined): void {
  if (out === undefined) return
  if (!out.endsWith('.csv'))
    throw new InputError({ message: 'comparisons are CSV: its name ends in .csv', file: out })
  if (isCommitted(out))
    throw new InputError({ message: 'is in a committed run, in which nothing is written', file: out })
}

async function write(host: Host, file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ message: `cannot be written (${error.code ?? error.message})`, file })
  })
  host.out(`wrote ${relative('', file)}`)
}
