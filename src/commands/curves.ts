import { EXIT } from '../domain/exit-code.ts'
import { drawRun } from './draw-run.ts'
import { findRun } from './find-run.ts'
import type { Host } from './host.ts'

export interface CurvesOptions {
  readonly config: string
  /** A run's name, or the path of its folder. */
  readonly run: string
}

/** `icl curves`: makes curve.csv and the charts again from a run's folder alone. Returns the exit code. */
export async function curvesCommand(host: Host, { config, run }: CurvesOptions): Promise<number> {
  await drawRun(host, await findRun(host, config, run))
  return EXIT.ok
}
