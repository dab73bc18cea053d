import { type Problem, unknownName } from '../domain/input-error.ts'
import type { WrittenConfig } from './config-schema.ts'
import { type Place, placeText, type ValuePath } from './place.ts'
import { throwProblems } from './throw-problems.ts'
import type { YamlDocument } from './yaml-document.ts'

/**
 * Checks the names that one part of a config uses for another.
 *
 * @param inCode providers that are given beside the config's own
 * @throws InputError with every problem.
 */
export function checkNames(
  config: WrittenConfig,
  document: YamlDocument,
  inCode: Iterable<string> = [],
): void {
  const providers = new Set([...Object.keys(config.providers), ...inCode])
  const modelNames = config.models.map((model) => model.name)
  const runNames = Object.keys(config.runs ?? {})
  const problems: Problem[] = []
  for (const [index, model] of config.models.entries()) {
    const earlier = modelNames.indexOf(model.name)
    if (earlier < index) {
      const message = `the model name "${model.name}" is given twice, first ${firstPlace(document.placeOf(['models', earlier, 'name']))}`
      problems.push({ ...document.placeOf(['models', index, 'name']), message })
    }
    if (!providers.has(model.provider)) {
      const place = document.placeOf(['models', index, 'provider'])
      problems.push(unknownName('provider', model.provider, providers, place))
    }
  }
  if (config.default_run !== undefined && !runNames.includes(config.default_run))
    problems.push(unknownName('run', config.default_run, runNames, document.placeOf(['default_run'])))
  const settings: [ValuePath, readonly string[] | undefined][] = [
    [['defaults', 'models'], config.defaults?.models],
    ...Object.entries(config.runs ?? {}).map(([name, run]): [ValuePath, readonly string[] | undefined] => [
      ['runs', name, 'models'],
      run.models,
    ]),
  ]
  for (const [path, models] of settings)
    for (const [index, name] of (models ?? []).entries())
      if (!modelNames.includes(name))
        problems.push(unknownName('model', name, modelNames, document.placeOf([...path, index])))
  throwProblems(problems)
}

function firstPlace(place: Place): string {
  return place.line === undefined ? `at ${placeText(place)}` : `in line ${place.line}`
}
