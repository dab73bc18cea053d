import type { Provider, Session } from '../domain/provider.ts'
import { ProviderError } from '../domain/provider-error.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { contextNeeded } from '../run/context-needed.ts'
import { asksLikelihoods } from '../run/likelihood-gaps.ts'
import type { Plan } from '../run/plan.ts'
import { findWeights } from '../weights/find-weights.ts'
import { cacheFolder } from './cache-folder.ts'
import type { Host } from './host.ts'
import type { Workspace } from './workspace.ts'

/**
 * A session for counting tokens, where that costs nothing: of a provider that counts without generating anything, and
 * of the built-in engine when the weights are on this machine.
 */
export async function openForCounting(
  host: Host,
  { config, folder }: Pick<Workspace, 'config' | 'folder'>,
  plan: Plan,
  { model }: PlannedModel,
  provider: Provider,
): Promise<Session | undefined> {
  if (config.providers.get(provider.name)?.type === 'llama') {
    const { env, note: notice } = host
    const deps = { cacheFolder: cacheFolder(host), configFolder: folder, env, notice }
    if ((await findWeights(model, deps)).status === 'absent') return undefined
  }
  try {
    return await provider.open(model, {
      signal: host.aborted,
      contextNeeded: contextNeeded(plan),
      likelihoods: asksLikelihoods(plan),
      countOnly: true,
      // The run says it; here it would stand among the plan's own lines.
      notice: () => {},
    })
  } catch (error) {
    if (error instanceof ProviderError && error.kind === 'unsupported') return undefined
    host.note(
      `${model.name} cannot be opened, so nothing is counted and its context is not checked: ${(error as Error).message}`,
    )
    return undefined
  }
}
