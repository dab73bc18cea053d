import { InputError, type Problem } from '../domain/input-error.ts'
import type { HarnessConfig, MissingVariable } from './harness-config.ts'

/** What is about to be used, by name. */
export interface InUse {
  readonly providers: Iterable<string>
  readonly models: Iterable<string>
  /** A named run; where given, its variables and those of `defaults` are required too. */
  readonly run?: string | undefined
}

/** @throws InputError naming every environment variable that is needed and not set, and the cures. */
export function requireEnvironment(config: HarnessConfig, inUse: InUse): void {
  const providers = new Set(inUse.providers)
  const models = new Set(inUse.models)
  const [first, ...others] = config.missingVariables
    .filter(({ owner }) => {
      if (owner.kind === 'provider') return providers.has(owner.name)
      if (owner.kind === 'model') return models.has(owner.name)
      if (owner.kind === 'defaults') return inUse.run !== undefined
      return owner.name === inUse.run
    })
    .map(problemOf)
  if (first !== undefined) throw new InputError(first, ...others)
}

function problemOf({ variable, owner, place, isApiKey }: MissingVariable): Problem {
  const user = owner.kind === 'defaults' ? 'the defaults' : `the ${owner.kind} "${owner.name}"`
  return {
    ...place,
    message: `the environment variable ${variable} is not set, and ${user} needs it`,
    hint: isApiKey
      ? `set it (export ${variable}=…), or remove api_key if the server takes none`
      : `set it (export ${variable}=…), or write the value in its place`,
  }
}
