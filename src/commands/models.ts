import { dirname } from 'node:path'
import { formatParameters } from '../charts/format-parameters.ts'
import { textTable } from '../charts/text-table.ts'
import { readConfig } from '../config/load-config.ts'
import { selectModels } from '../config/select-models.ts'
import { EXIT } from '../domain/exit-code.ts'
import type { Model } from '../domain/model.ts'
import { findWeights } from '../weights/find-weights.ts'
import { cacheFolder } from './cache-folder.ts'
import { fetchWeights } from './fetch-weights.ts'
import type { Host } from './host.ts'

export interface ModelsOptions {
  readonly config: string
  readonly models?: readonly string[] | undefined
}

/** `icl models`: the ladder, smallest first. Returns the exit code. */
export async function modelsCommand(host: Host, options: ModelsOptions): Promise<number> {
  const config = await readConfig(options.config, host.env)
  const models = selectModels(config.models, options.models).toSorted(
    (a, b) => (a.parameters ?? 0) - (b.parameters ?? 0),
  )
  const rows = await Promise.all(
    models.map(async (model) => [
      model.name,
      model.parameters === undefined ? '?' : formatParameters(model.parameters),
      model.family,
      model.tuning ?? '?',
      model.quantization ?? '',
      model.provider,
      model.licence ?? model.terms?.name ?? '',
      await weightsText(host, options.config, model),
    ]),
  )
  for (const line of textTable([
    ['model', 'size', 'family', 'tuning', 'quantisation', 'provider', 'licence', 'weights'],
    ...rows,
  ]))
    host.out(line)
  return EXIT.ok
}

/** `icl models pull`: fetches the weights that are not on this machine. Returns the exit code. @throws InputError */
export async function pullCommand(host: Host, options: ModelsOptions): Promise<number> {
  const config = await readConfig(options.config, host.env)
  const models = selectModels(config.models, options.models).filter((model) => model.weights !== undefined)
  await fetchWeights(host, dirname(options.config), models)
  return modelsCommand(host, { ...options, models: models.map((model) => model.name) })
}

async function weightsText(host: Host, configFile: string, model: Model): Promise<string> {
  if (model.weights === undefined) return 'at the provider'
  const found = await findWeights(model, {
    cacheFolder: cacheFolder(host),
    configFolder: dirname(configFile),
    env: host.env,
  })
  if (found.status === 'present') return `present, ${megabytes(found.bytes)}`
  return model.bytes === undefined ? 'absent' : `absent, ${megabytes(model.bytes)}`
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`
}
