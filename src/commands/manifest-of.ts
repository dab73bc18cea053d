import type { Provider } from '../domain/provider.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { RUN_SCHEMA_VERSION, type RunManifest } from '../results/run-manifest.ts'
import type { StopRule } from '../run/early-stop.ts'
import type { Plan } from '../run/plan.ts'
import type { Host } from './host.ts'
import { VERSION } from './version.ts'
import type { Workspace } from './workspace.ts'

/** run.yaml's content for a plan: settings as written, no secret resolved. */
export function manifestOf(
  host: Host,
  { config }: Workspace,
  name: string,
  plan: Plan,
  providers: ReadonlyMap<string, Provider>,
  stopWhen?: StopRule | undefined,
  judges: readonly PlannedModel[] = [],
): Omit<RunManifest, 'tasks'> {
  const { models, tasks: _, ...factors } = plan
  return {
    schema_version: RUN_SCHEMA_VERSION,
    name,
    icl_version: VERSION,
    node_version: host.nodeVersion,
    simulated_providers: [...providers.values()]
      .filter((provider) => provider.simulated)
      .map((provider) => provider.name),
    ...factors,
    stop_when: stopWhen && { ci_width: stopWhen.ciWidth },
    providers: Object.fromEntries(
      [...providers.keys()].map((provider) => [provider, config.written.providers.get(provider)]),
    ),
    models: models.map(published),
    ...(judges.length === 0 ? {} : { judges: judges.map(published) }),
  }
}

/** Where weights come from is no part of a result, and a path may tell more than its owner wants to publish. */
function published({ model, identity }: PlannedModel): PlannedModel {
  const { weights: _weights, ...facts } = model
  return { model: facts, identity }
}
