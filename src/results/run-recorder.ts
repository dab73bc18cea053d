import { join } from 'node:path'
import { readManifest } from './run-folder.ts'
import {
  manifestText,
  type RunManifest,
  type StoredEstimate,
  type StoredLayer,
  type StoredPlacement,
  type StoredProbe,
} from './run-manifest.ts'
import { writeAtomically } from './write-atomically.ts'

/** Writes what is learned of a run's models as it goes into its run.yaml, one after the other. */
export interface RunRecorder {
  recordProbe(model: string, probe: StoredProbe): void
  recordEstimate(model: string, estimate: StoredEstimate): void
  recordPlacement(model: string, placement: StoredPlacement): void
  /** The layers of the sandbox that the run's code is run in. */
  recordSandbox(layers: readonly StoredLayer[]): void
  /** Resolves when all that was recorded is on file. @throws what writing threw */
  settled(): Promise<void>
}

/** @param folder of a run whose run.yaml is written */
export function runRecorder(folder: string): RunRecorder {
  let written = Promise.resolve()
  let probes: { [model: string]: StoredProbe } = {}
  let estimates: { [model: string]: StoredEstimate } = {}
  let placements: { [model: string]: StoredPlacement } = {}
  let sandbox: RunManifest['sandbox']
  const write = async (): Promise<void> => {
    const learned = { probes, estimates, placements, sandbox }
    // What came while an earlier one was written is on file with this one.
    const named = [probes, estimates, placements].flatMap((of) => Object.keys(of))
    if (named.length === 0 && sandbox === undefined) return
    probes = {}
    estimates = {}
    placements = {}
    sandbox = undefined
    const manifest = await readManifest(folder)
    const merged = {
      ...manifest,
      probes: mergedOrAbsent(manifest.probes, learned.probes),
      estimates: mergedOrAbsent(manifest.estimates, learned.estimates),
      placements: mergedOrAbsent(manifest.placements, learned.placements),
      sandbox: learned.sandbox ?? manifest.sandbox,
    }
    await writeAtomically(join(folder, 'run.yaml'), [manifestText(merged)])
  }
  const soon = (): void => {
    written = written.then(write)
    // Else a failure would end the process before anyone asks.
    written.catch(() => {})
  }
  return {
    recordProbe: (model, probe) => {
      probes[model] = probe
      soon()
    },
    recordEstimate: (model, estimate) => {
      estimates[model] = estimate
      soon()
    },
    recordPlacement: (model, placement) => {
      placements[model] = placement
      soon()
    },
    recordSandbox: (layers) => {
      sandbox = { layers }
      soon()
    },
    settled: () => written,
  }
}

function mergedOrAbsent<T>(
  stored: { readonly [model: string]: T } | undefined,
  learned: { readonly [model: string]: T },
): { readonly [model: string]: T } | undefined {
  const merged = { ...stored, ...learned }
  return Object.keys(merged).length === 0 ? undefined : merged
}
