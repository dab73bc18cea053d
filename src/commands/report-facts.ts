import type { RunFacts } from '../report/report-input.ts'
import type { RunManifest, StoredProbe } from '../results/run-manifest.ts'

/** What a report says of a run as a whole, from its run.yaml. */
export function reportFacts(
  manifest: RunManifest,
  seen: { readonly from?: string | undefined; readonly to?: string | undefined },
  remarks: readonly string[],
): RunFacts {
  return {
    name: manifest.name,
    iclVersion: manifest.icl_version,
    ...seen,
    remarks,
    models: manifest.models.map(({ model, identity }) => ({
      ...model,
      engine: identity.engine,
      probe: probeText(manifest.probes?.[model.name]),
    })),
    settings: settingsOf(manifest),
  }
}

function settingsOf(manifest: RunManifest): RunFacts['settings'] {
  const { simulated_providers: simulated, sandbox, judges, rescored, overrides, stop_when: stop } = manifest
  const lines: [string, string][] = [
    ['models answered', simulated.length === 0 ? 'real ones' : `simulated: ${simulated.join(', ')}`],
    ['shots (k)', manifest.shots.join(', ')],
    ['draws, repeats', `${manifest.draws}, ${manifest.repeats}`],
    ['demonstrations', manifest.sampling === 'shared' ? 'a draw serves all queries' : 'drawn per query'],
    ['renderings', manifest.renderings.join(', ')],
    ['instruction', manifest.instructions.join(', ')],
    ['controls', manifest.controls.join(', ')],
    ['seed', String(manifest.seed)],
    ['asked otherwise', Object.keys(overrides ?? {}).join(', ')],
    ['early stop', stop === undefined ? '' : `intervals of at most ${stop.ci_width}`],
    ['judges', (judges ?? []).map(({ model }) => model.name).join(', ')],
    ['sandbox of the code', (sandbox?.layers ?? []).map(layerText).join('; ')],
    ['scored again', (rescored ?? []).map(({ at }) => at.slice(0, 10)).join(', ')],
    ['Node.js', manifest.node_version],
  ]
  return lines.filter(([, value]) => value !== '').map(([name, value]) => ({ name, value }))
}

function layerText(layer: {
  readonly name: string
  readonly active: boolean
  readonly detail: string
}): string {
  return `${layer.name} ${layer.active ? 'on' : 'off'} (${layer.detail})`
}

function probeText(probe: StoredProbe | undefined): string | undefined {
  if (probe === undefined) return undefined
  const alone = probe.repeats_alone ? 'yes' : 'no'
  if (probe.repeats_beside_others === undefined) return `${alone} (${probe.prompts} prompts)`
  return `alone ${alone}, beside others ${probe.repeats_beside_others ? 'yes' : 'no'} (${probe.prompts} prompts)`
}
