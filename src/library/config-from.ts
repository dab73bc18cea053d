import { join } from 'node:path'
import type { ConfigInCode } from '../commands/workspace.ts'
import { configOf } from '../config/load-config.ts'
import type { SuiteSource } from '../config/load-suite.ts'
import type { CustomSettings } from '../config/provider-settings.ts'
import { valueDocument } from '../config/value-document.ts'
import type { Environment } from '../config/variables.ts'
import type { CustomProvider } from '../domain/custom-provider.ts'
import { InputError } from '../domain/input-error.ts'
import { CUSTOM_CONCURRENCY, customProvider } from '../providers/custom/provider.ts'
import type { Config } from './config.ts'
import type { RunSuiteOptions } from './run-suite.ts'

/** A config's file, or its object checked. @throws InputError */
export function configFrom(
  { config, folder = '.' }: Pick<RunSuiteOptions, 'config' | 'folder'>,
  env: Environment,
): string | ConfigInCode {
  if (typeof config === 'string') return config
  if (!isRecord(config)) throw new InputError('config: found no config, expected a file name or an object')
  const { providers, tasks, ...rest } = config
  const entries = isRecord(providers) ? Object.entries(providers) : undefined
  const custom = (entries ?? []).flatMap(([name, entry]) =>
    isCustom(entry) ? [customSettings(name, entry)] : [],
  )
  const files = Array.isArray(tasks) ? tasks.filter((entry) => !isRecord(entry)) : tasks
  const written = {
    version: 1,
    ...rest,
    providers: entries && Object.fromEntries(entries.filter(([, entry]) => !isCustom(entry))),
    // A list of files must not be empty; where there are only objects, there are none.
    tasks:
      Array.isArray(files) && files.length === 0 && Array.isArray(tasks) && tasks.length > 0
        ? undefined
        : files,
  }
  const checked = configOf(
    valueDocument(written, { name: 'config', file: join(folder, 'config') }),
    env,
    custom,
  )
  const suites = Array.isArray(tasks)
    ? tasks.flatMap((entry, index) =>
        isRecord(entry) ? [suiteDocument(entry, `config.tasks[${index}]`, folder)] : [],
      )
    : []
  const onlyObjects = suites.length > 0 && suites.length === tasks?.length
  return { config: onlyObjects ? { ...checked, taskGlobs: [] } : checked, suites }
}

/** The suite that is named in place of the config's. @throws InputError */
export function suiteFrom({
  suite,
  folder = '.',
}: Pick<RunSuiteOptions, 'suite' | 'folder'>): SuiteSource | undefined {
  return suite === undefined || typeof suite === 'string' ? suite : suiteDocument(suite, 'suite', folder)
}

function suiteDocument(suite: unknown, name: string, folder: string): SuiteSource {
  return valueDocument(suite, { name, file: join(folder, 'suite') })
}

function isCustom(entry: Config['providers'][string]): entry is CustomProvider {
  return isRecord(entry) && typeof (entry as Partial<CustomProvider>).complete === 'function'
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

function customSettings(name: string, provider: CustomProvider): CustomSettings {
  const { version, concurrency = CUSTOM_CONCURRENCY, contextLength = 1 } = provider
  const file = `config.providers.${name}`
  if (!NAME.test(name))
    throw new InputError({ file, message: 'found this name, expected letters, digits and . _ -' })
  if (typeof version !== 'string' || version === '')
    throw new InputError({
      file,
      message: 'found no version, expected a text',
      hint: "it is part of every trial's key: change it whenever answers may change",
    })
  for (const [key, value] of Object.entries({ concurrency, contextLength }))
    if (!Number.isInteger(value) || value < 1)
      throw new InputError({ file, message: `${key}: found ${value}, expected a whole number of at least 1` })
  return { type: 'custom', name, version, concurrency, provider: customProvider(name, provider) }
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
