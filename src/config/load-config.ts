import { existsSync } from 'node:fs'
import { InputError } from '../domain/input-error.ts'
import { checkConfig } from './check-config.ts'
import { checkNames } from './check-names.ts'
import type { WrittenConfig } from './config-schema.ts'
import type { HarnessConfig } from './harness-config.ts'
import { missingVariables } from './missing-variables.ts'
import { modelFromWritten } from './model-from-written.ts'
import { type CustomSettings, type ProviderSettings, providerSettings } from './provider-settings.ts'
import { readText } from './read-text.ts'
import { redactWritten } from './redact.ts'
import { BUILT_IN_RUN, runSettings } from './run-settings.ts'
import type { Environment } from './variables.ts'
import { parseYaml, type YamlDocument } from './yaml-document.ts'

/** What `loadConfig` needs beside the text. */
export interface LoadConfigOptions {
  /** The config file's name, for messages and for the folder that paths are relative to. */
  readonly file: string
  /** Environment variables, which replace `${NAME}` in memory only. */
  readonly env: Environment
}

/** Config text → checked config. @throws InputError with every problem found, each with its place. */
export function loadConfig(text: string, { file, env }: LoadConfigOptions): HarnessConfig {
  return configOf(parseYaml(text, file), env)
}

/**
 * A config's text, or its value from code → checked config.
 *
 * @param inCode providers that are given in code, beside those of the document
 * @throws InputError with every problem found, each with its place
 */
export function configOf(
  document: YamlDocument,
  env: Environment,
  inCode: readonly CustomSettings[] = [],
): HarnessConfig {
  const { config, uses } = checkConfig(document, env)
  checkNames(
    config,
    document,
    inCode.map(({ name }) => name),
  )
  // Its shape was checked before the variables were replaced.
  const written = document.value as WrittenConfig
  const defaults = runSettings(config.defaults ?? {}, BUILT_IN_RUN)
  return {
    file: document.file,
    results: config.results ?? 'results',
    taskGlobs: config.tasks ?? ['tasks/*.yaml'],
    defaultRun: config.default_run,
    providers: new Map<string, ProviderSettings>([
      ...Object.entries(config.providers).map(([name, provider]): [string, ProviderSettings] => [
        name,
        providerSettings(name, provider, written.providers[name] ?? provider),
      ]),
      ...inCode.map((settings): [string, ProviderSettings] => [settings.name, settings]),
    ]),
    models: config.models.map(modelFromWritten),
    runs: new Map(Object.entries(config.runs ?? {}).map(([name, run]) => [name, runSettings(run, defaults)])),
    defaults,
    written: {
      providers: new Map<string, unknown>([
        ...Object.entries(written.providers).map(([name, provider]): [string, unknown] => [
          name,
          redactWritten(provider),
        ]),
        ...inCode.map(({ name, type, version }): [string, unknown] => [name, { type, version }]),
      ]),
      models: new Map(written.models.map((model) => [model.name, redactWritten(model)])),
      runs: new Map(Object.entries(written.runs ?? {})),
    },
    missingVariables: missingVariables(uses, config, env, document),
    placeOf: document.placeOf,
  }
}

/** Reads and checks a config file. @throws InputError */
export async function readConfig(path: string, env: Environment): Promise<HarnessConfig> {
  const text = await readText(path).catch((error: unknown) => {
    if (!(error instanceof InputError) || existsSync(path)) throw error
    throw new InputError({ ...error.problems[0], hint: 'icl init writes one' })
  })
  return loadConfig(text, { file: path, env })
}
