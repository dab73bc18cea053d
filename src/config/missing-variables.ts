import { InputError } from '../domain/input-error.ts'
import type { WrittenConfig } from './config-schema.ts'
import type { MissingVariable, VariableOwner } from './harness-config.ts'
import type { ValuePath } from './place.ts'
import type { Environment, VariableUse } from './variables.ts'
import type { YamlDocument } from './yaml-document.ts'

/**
 * The variables that a config names and that are not set, with who needs them.
 *
 * @throws InputError for those that everything needs: the folder of results, the suite files.
 */
export function missingVariables(
  uses: readonly VariableUse[],
  config: WrittenConfig,
  env: Environment,
  document: YamlDocument,
): readonly MissingVariable[] {
  return uses.flatMap((use) => {
    const isApiKey = use.path.length === 3 && use.path[2] === 'api_key' && use.path[0] === 'providers'
    // An empty key is no key; any other variable may well be empty.
    const missing = isApiKey ? use.names.filter((name) => !env[name]) : use.missing
    const place = document.placeOf(use.path)
    return [...new Set(missing)].map((variable) => {
      const owner = ownerOf(use.path, config)
      if (owner === undefined)
        throw new InputError({
          ...place,
          message: `the environment variable ${variable} is not set`,
          hint: `set ${variable}, or write the value here`,
        })
      return { variable, owner, place, isApiKey }
    })
  })
}

function ownerOf(path: ValuePath, config: WrittenConfig): VariableOwner | undefined {
  const [section, which] = path
  if (section === 'defaults') return { kind: 'defaults', name: 'defaults' }
  if (section === 'providers') return { kind: 'provider', name: String(which) }
  if (section === 'runs') return { kind: 'run', name: String(which) }
  const model = section === 'models' && typeof which === 'number' ? config.models[which] : undefined
  return model === undefined ? undefined : { kind: 'model', name: model.name }
}
