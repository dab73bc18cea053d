import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import type { LineOptions } from '../curves/item-matrices.ts'
import { EXIT } from '../domain/exit-code.ts'
import { InputError } from '../domain/input-error.ts'
import { importManifestPath } from '../results/imported-folder.ts'
import { runPaths } from '../results/run-folder.ts'
import { isCommitted } from './committed-run.ts'
import { drawImported } from './draw-imported.ts'
import { drawRun } from './draw-run.ts'
import { findRun } from './find-run.ts'
import type { Host } from './host.ts'
import { refuseJoin } from './refuse-join.ts'

export interface ReportOptions {
  readonly config: string
  /** A run's name, or the path of its folder. */
  readonly run: string
  /** Where the report goes; into the run's folder where absent. */
  readonly out?: string | undefined
  /** What may differ within a line of models; joined families count as declared to be one line. */
  readonly join?: LineOptions['join'] | undefined
}

/**
 * `icl report`: makes the report again from the folder of a run or an import alone and prints where it is. Returns the exit code.
 *
 * @throws InputError for a committed run without `out`, and for an `out` that cannot be written
 */
export async function reportCommand(host: Host, { config, run, out, join }: ReportOptions): Promise<number> {
  const folder = await findRun(host, config, run)
  if (out === undefined && isCommitted(folder))
    throw new InputError({
      message: 'is a committed run: nothing is written into it',
      file: folder,
      hint: 'name another place: --out report.html',
    })
  const file = out ?? runPaths(folder).report
  // What stands there is replaced: a slip of the hand must not cost a trials.csv.
  if (!file.endsWith('.html'))
    throw new InputError({ message: 'the report is an HTML file: its name ends in .html', file })
  const isImported = existsSync(importManifestPath(folder))
  if (isImported) refuseJoin(folder, join)
  const options = { reportOnly: file, ...(join === undefined ? {} : { join }) }
  await (isImported ? drawImported : drawRun)(host, folder, options).catch((error: unknown) => {
    throw notWritten(error, file)
  })
  host.out(relative('', file))
  return EXIT.ok
}

function notWritten(error: unknown, file: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException
  return code !== undefined && path?.startsWith(file) === true
    ? new InputError({ message: `cannot be written (${code})`, file })
    : error
}
