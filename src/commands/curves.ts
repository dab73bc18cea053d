import { existsSync } from 'node:fs'
import type { LineOptions } from '../curves/item-matrices.ts'
import { EXIT } from '../domain/exit-code.ts'
import { importManifestPath } from '../results/imported-folder.ts'
import { drawImported } from './draw-imported.ts'
import { drawRun } from './draw-run.ts'
import { findRun } from './find-run.ts'
import type { Host } from './host.ts'
import { refuseJoin } from './refuse-join.ts'
import { showDetails } from './show-details.ts'
import { showImportedDetails } from './show-imported-details.ts'

export interface CurvesOptions {
  readonly config: string
  /** A run's name, or the path of its folder. */
  readonly run: string
  /** What may differ within a line of models; joined families count as declared to be one line. */
  readonly join?: LineOptions['join'] | undefined
  /** Print all that the curves of this task tell, and write nothing. */
  readonly details?: string | undefined
}

/**
 * `icl curves`: makes curve.csv, verdicts.csv and the charts again from a run's folder alone, or prints the details of
 * one task. Of an import it makes verdicts.csv and the charts, and only reads curve.csv. Returns the exit code.
 */
export async function curvesCommand(
  host: Host,
  { config, run, join, details }: CurvesOptions,
): Promise<number> {
  const folder = await findRun(host, config, run)
  if (existsSync(importManifestPath(folder))) {
    refuseJoin(folder, join)
    if (details === undefined) await drawImported(host, folder)
    else await showImportedDetails(host, folder, details)
    return EXIT.ok
  }
  if (details === undefined) await drawRun(host, folder, join === undefined ? {} : { join })
  else await showDetails(host, folder, { task: details, join })
  return EXIT.ok
}
