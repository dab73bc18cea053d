import { existsSync } from 'node:fs'
import type { CurveOptions, Curves } from './curves.ts'

/**
 * The curves of a run, made from its trials as `icl curves` makes them, or those of a folder of imported scores. Nothing
 * is written, and no model is called.
 *
 * @param folder of a run or an import: `summary.folder`, or `results/NAME`
 * @throws InputError for a folder that is neither or has no trials, and for `join` on imported scores
 * @example
 * const { points, verdicts } = await readCurves('results/try')
 * for (const { task, verdict, sentence } of verdicts) log(task, verdict, sentence)
 */
export async function readCurves(folder: string, options: CurveOptions = {}): Promise<Curves> {
  const { checkOptions } = await import('./check-options.ts')
  checkOptions('readCurves', options)
  const { join } = options
  const { importManifestPath, readImportManifest } = await import('../results/imported-folder.ts')
  if (existsSync(importManifestPath(folder))) {
    const { importedVerdicts } = await import('../commands/imported-verdicts.ts')
    const { refuseJoin } = await import('../commands/refuse-join.ts')
    const { readCurve } = await import('../results/read-curve.ts')
    const { runPaths } = await import('../results/run-folder.ts')
    refuseJoin(folder, join)
    const { companions } = await readImportManifest(folder)
    const points = await readCurve(runPaths(folder).curve)
    return { points, verdicts: importedVerdicts(points, companions) }
  }
  const { analyseRun } = await import('../commands/analyse-run.ts')
  const { readRun } = await import('../results/run-folder.ts')
  const { points, findings } = await analyseRun(
    folder,
    await readRun(folder),
    join === undefined ? {} : { join },
  )
  return { points, verdicts: findings.rows, finding: findings.opening }
}
