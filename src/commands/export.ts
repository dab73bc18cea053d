import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { EXIT } from '../domain/exit-code.ts'
import { InputError } from '../domain/input-error.ts'
import { readRun, runPaths } from '../results/run-folder.ts'
import { SPREADSHEET_ROWS, spreadsheetText } from '../results/spreadsheet-text.ts'
import { writeAtomically } from '../results/write-atomically.ts'
import { isCommitted } from './committed-run.ts'
import { findRun } from './find-run.ts'
import type { Host } from './host.ts'
import { trialsText } from './trials-text.ts'

export interface ExportOptions {
  readonly config: string
  /** A run's name, or the path of its folder. */
  readonly run: string
  /** The file to write; `trials-spreadsheet.csv` in the run's folder where not given. */
  readonly out?: string | undefined
}

/**
 * `icl export --spreadsheet`: a copy of a run's trials.csv that a spreadsheet can open without harm. trials.csv stays
 * as it is, and no file is overwritten. Returns the exit code.
 */
export async function exportCommand(host: Host, options: ExportOptions): Promise<number> {
  const folder = await findRun(host, options.config, options.run)
  await readRun(folder)
  const { trials } = runPaths(folder)
  if (!existsSync(trials))
    throw new InputError({ message: 'has no trials.csv yet', file: folder, hint: 'icl run makes it' })
  const out = outFile(folder, options.out)
  let rows = 0
  await writeAtomically(
    out,
    spreadsheetText(trials, () => {
      rows++
    }),
  ).catch((error: unknown) => {
    throw notWritten(error, out)
  })
  host.out(`wrote ${trialsText(rows)} to ${relative('', out)}`)
  if (rows >= SPREADSHEET_ROWS)
    host.note(
      `a spreadsheet shows ${SPREADSHEET_ROWS.toLocaleString('en-US')} rows of it and drops the others`,
    )
  return EXIT.ok
}

function outFile(folder: string, wanted: string | undefined): string {
  if (wanted === undefined && isCommitted(folder))
    throw new InputError({
      message: 'is a committed run, in which nothing is written',
      file: folder,
      hint: 'name a file elsewhere with --out',
    })
  const out = wanted ?? join(folder, 'trials-spreadsheet.csv')
  if (existsSync(out))
    throw new InputError({
      message: 'is already there and is not overwritten',
      file: out,
      hint: 'remove it, or name another file with --out',
    })
  return out
}

function notWritten(error: unknown, out: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  return code === undefined || syscall === undefined
    ? error
    : new InputError({ message: `cannot be written (${code})`, file: out })
}
