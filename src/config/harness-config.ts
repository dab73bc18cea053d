import type { Model } from '../domain/model.ts'
import type { Place, ValuePath } from './place.ts'
import type { ProviderSettings } from './provider-settings.ts'
import type { RunSettings } from './run-settings.ts'

/** What a variable is part of, which needs it only when it is used. */
export type VariableOwner = {
  readonly kind: 'provider' | 'model' | 'run' | 'defaults'
  readonly name: string
}

/** An environment variable that the config names and that is not set. */
export interface MissingVariable {
  readonly variable: string
  readonly owner: VariableOwner
  readonly place: Place
  /** Whether it is the provider's key. */
  readonly isApiKey: boolean
}

/** A checked `harness.config.yaml`. */
export interface HarnessConfig {
  /** The config file, as it was named. */
  readonly file: string
  /** Folder of the results, relative to the config file's folder. */
  readonly results: string
  /** Suite files, as names or globs relative to the config file's folder. */
  readonly taskGlobs: readonly string[]
  readonly defaultRun?: string | undefined
  readonly providers: ReadonlyMap<string, ProviderSettings>
  /** In file order; every one's provider is configured. */
  readonly models: readonly Model[]
  /** Merged over `defaults`. */
  readonly runs: ReadonlyMap<string, RunSettings>
  /** Merged over the built-in defaults. */
  readonly defaults: RunSettings
  /** Providers, models and runs as written: variables unexpanded, credentials hidden. For run.yaml. */
  readonly written: {
    readonly providers: ReadonlyMap<string, unknown>
    readonly models: ReadonlyMap<string, unknown>
    readonly runs: ReadonlyMap<string, unknown>
  }
  readonly missingVariables: readonly MissingVariable[]
  /** Where something stands in the config file: `['runs', 'quick', 'tasks', 0]`. */
  placeOf(path: ValuePath): Place
}
