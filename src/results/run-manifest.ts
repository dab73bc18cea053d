import { parse, stringify } from 'yaml'
import type { Control, Instruction, Rendering, Sampling } from '../domain/factors.ts'
import { InputError } from '../domain/input-error.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { withCamelKeys, withSnakeKeys } from './key-case.ts'
import type { StoredTask } from './task-json.ts'

/** Raised when a run folder written before can no longer be read as it is. */
export const RUN_SCHEMA_VERSION = 1

/** What asking a model the same again at temperature 0 showed. */
export interface StoredProbe {
  readonly repeats_alone: boolean
  /** Absent where the model takes one request at a time. */
  readonly repeats_beside_others?: boolean | undefined
  readonly prompts: number
}

/** What a model's trials were expected to use, all of the plan. */
export interface StoredEstimate {
  readonly trials: number
  readonly prompt_tokens: number
  /** If every answer ran to its limit. */
  readonly answer_tokens_at_most: number
  /** Absent without a price. */
  readonly usd_at_most?: number | undefined
  /** How prompt tokens were told: by the model's own tokenizer, or from the number of characters. */
  readonly method: 'tokenizer' | 'characters'
}

/** Where and how a model of the built-in engine ran when it was last opened. */
export interface StoredPlacement {
  readonly processes: number
  /** Threads of each process. */
  readonly threads: number
  /** Tokens of context in each process. */
  readonly context_size: number
  /** Kind of GPU; absent on the CPU. */
  readonly gpu?: string | undefined
  /** Memory of all processes at most, and what was free before, in MB of 10⁶ bytes. */
  readonly needed_mb: number
  readonly free_mb: number
}

/** A layer of the sandbox that code was run in. */
export interface StoredLayer {
  readonly name: string
  readonly active: boolean
  readonly detail: string
}

/** What one rescore did to the rows of a run. */
export interface StoredRescore {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly icl_version: string
  readonly columns: readonly {
    readonly task: string
    readonly column: string
    /** Rows with a response, and those whose score changed, came or went. */
    readonly rows: number
    readonly changed: number
    /** Means over the rows that have a score. */
    readonly mean_before?: number | undefined
    readonly mean_after?: number | undefined
    /** The column that holds the old values. */
    readonly old_values?: string | undefined
  }[]
  readonly outcomes: readonly {
    readonly task: string
    readonly from: string
    readonly to: string
    readonly rows: number
  }[]
}

/** run.yaml: a run's plan as resolved, without secrets. `curves`, `rescore` and `report` read nothing else. */
export interface RunManifest {
  readonly schema_version: typeof RUN_SCHEMA_VERSION
  readonly name: string
  readonly icl_version: string
  readonly node_version: string
  /** True when some of its models are simulated: said in every chart. */
  readonly simulated_providers: readonly string[]
  readonly seed: number
  readonly shots: readonly number[]
  readonly draws: number
  readonly repeats: number
  readonly renderings: readonly Rendering[]
  readonly instructions: readonly Instruction[]
  readonly controls: readonly Control[]
  readonly sampling: Sampling
  /** By task name, where a task was asked otherwise than the others. */
  readonly overrides?:
    | {
        readonly [task: string]: {
          readonly shots?: readonly number[]
          readonly draws?: number
          readonly repeats?: number
          readonly controls?: readonly Control[]
        }
      }
    | undefined
  /** Providers' settings as the config has them, `${NAME}` unresolved. */
  readonly providers: { readonly [name: string]: unknown }
  readonly models: readonly PlannedModel[]
  readonly tasks: readonly StoredTask[]
  /** When a point is precise enough to ask no further items of its task; absent: all are asked. */
  readonly stop_when?: { readonly ci_width: number } | undefined
  /** By model name; absent for models that were never probed. */
  readonly probes?: { readonly [model: string]: StoredProbe } | undefined
  /** By model name; absent for models that were never opened. */
  readonly estimates?: { readonly [model: string]: StoredEstimate } | undefined
  /** By model name; only of the built-in engine's models that were opened. */
  readonly placements?: { readonly [model: string]: StoredPlacement } | undefined
  /** The models that metrics ask, with what their judgements are keyed by. */
  readonly judges?: readonly PlannedModel[] | undefined
  /** What kept programs in when code was last run; absent where none was. */
  readonly sandbox?: { readonly layers: readonly StoredLayer[] } | undefined
  /** What `icl rescore` changed, the latest last. */
  readonly rescored?: readonly StoredRescore[] | undefined
}

/** run.yaml's text. */
export function manifestText(manifest: RunManifest): string {
  return `# The plan of this run as resolved. Written by icl; read by icl curves.\n${stringify({ ...manifest, models: withSnakeKeys(manifest.models), judges: manifest.judges && withSnakeKeys(manifest.judges) }, { lineWidth: 0, aliasDuplicateObjects: false })}`
}

/** @throws InputError when the text is not a run.yaml of this version */
export function parseManifest(text: string, file: string): RunManifest {
  const value = parseYaml(text, file)
  const version =
    value === null || typeof value !== 'object'
      ? undefined
      : (value as { schema_version?: unknown }).schema_version
  if (version === RUN_SCHEMA_VERSION) {
    const manifest = value as RunManifest
    return {
      ...manifest,
      models: withCamelKeys(manifest.models) as RunManifest['models'],
      judges: manifest.judges && (withCamelKeys(manifest.judges) as RunManifest['models']),
    }
  }
  throw new InputError({
    message:
      version === undefined ? 'this is not a run.yaml' : `schema version ${String(version)} of a run folder`,
    file,
    allowed: [`schema_version: ${RUN_SCHEMA_VERSION}`],
    hint: 'use the version of icl that wrote the folder, or choose another --run name',
  })
}

function parseYaml(text: string, file: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new InputError({ message: `is not YAML: ${(error as Error).message.split('\n')[0]}`, file })
  }
}
