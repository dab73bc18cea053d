import type { CustomProvider } from '../domain/custom-provider.ts'
import type { ModelConfig } from './model-config.ts'
import type { ProviderConfig } from './provider-config.ts'
import type { RunConfig } from './run-config.ts'
import type { SuiteConfig } from './suite-config.ts'

/**
 * What a config file says, as an object: the same keys (docs/config.md), and two things that only code can give: suites
 * as objects, and providers of your own. Paths in it are relative to the option `folder`.
 *
 * @example
 * const config: Config = {
 *   providers: { mine: { version: '1', complete: async ({ prompt }) => answer(prompt) } },
 *   models: [{ name: 'mine-1b', provider: 'mine', family: 'Mine', parameters: '1.1B' }],
 *   tasks: ['tasks/arithmetic.yaml'],
 *   defaults: { shots: [0, 4] },
 * }
 */
export interface Config {
  /** Version of this format. Default 1, the only one. */
  readonly version?: 1 | undefined
  /** Folder of the results, relative to `folder`. Default `results`. */
  readonly results?: string | undefined
  /** Suites: files or globs relative to `folder`, and objects, which come after all files. Default `tasks/*.yaml`. */
  readonly tasks?: readonly (string | SuiteConfig)[] | undefined
  /** The run that is done when none is named. */
  readonly default_run?: string | undefined
  /** Who answers, by name. */
  readonly providers: { readonly [name: string]: ProviderConfig | CustomProvider }
  /** The models that can be asked; at least one. */
  readonly models: readonly ModelConfig[]
  /** Settings of every run that does not say otherwise. */
  readonly defaults?: RunConfig | undefined
  /** Runs by name. */
  readonly runs?: { readonly [name: string]: RunConfig } | undefined
}
