import { readFile } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { basename, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LoadedScorer } from '../config/scorer-source.ts'
import type { Scorer, ScorerFile } from '../domain/custom-scorer.ts'
import { type Digest, digestOf } from '../domain/digest.ts'
import { InputError } from '../domain/input-error.ts'

/** The custom scorers of a command, each file loaded once. */
export interface ScorerLibrary {
  /** Reads and runs a scorer file. @throws InputError where it cannot be run or exports no scorer */
  load(path: string): Promise<LoadedScorer>
  get(file: Pick<ScorerFile, 'digest'>): Scorer | undefined
  /** The text of a loaded scorer. */
  sourceOf(file: Pick<ScorerFile, 'digest'>): string | undefined
}

/** A library with nothing in it. */
export function scorerLibrary(): ScorerLibrary {
  const scorers = new Map<Digest, Scorer>()
  const sources = new Map<Digest, string>()
  return {
    get: ({ digest }) => scorers.get(digest),
    sourceOf: ({ digest }) => sources.get(digest),
    load: async (path) => {
      const source = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        throw new InputError({ message: `cannot be read (${error.code ?? error.message})`, file: path })
      })
      const digest = digestOf(source)
      const scorer = scorers.get(digest) ?? checkedScorer(await importFile(path, digest), path)
      scorers.set(digest, scorer)
      sources.set(digest, source)
      return { scorer, digest }
    },
  }
}

/** Runs the file. It finds this package by its name wherever it lies, and however `icl` was installed. */
async function importFile(path: string, digest: Digest): Promise<unknown> {
  const face = new URL(`../index${extname(import.meta.url)}`, import.meta.url).href
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'icl-harness' ? { url: face, shortCircuit: true } : next(specifier, context),
  })
  try {
    // By content: a file that has changed is another module.
    return await import(/* @vite-ignore */ `${pathToFileURL(path).href}?${digest}`)
  } catch (error) {
    throw new InputError({
      message: `the scorer cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
      file: path,
    })
  } finally {
    hooks.deregister()
  }
}

const HINT = 'see docs/scorers.md: export default defineScorer({kind, score})'

function checkedScorer(module: unknown, path: string): Scorer {
  const exported: unknown = isRecord(module) ? module.default : undefined
  const fault = (message: string): InputError =>
    new InputError({ message: `${basename(path)} ${message}`, file: path, hint: HINT })
  if (!isRecord(exported)) throw fault('has no scorer as its default export')
  const { kind, score, options } = exported
  if (kind !== 'discontinuous' && kind !== 'continuous')
    throw fault('says no kind: discontinuous or continuous')
  if (typeof score !== 'function') throw fault('has no function score')
  if (options !== undefined && !isRecord(options)) throw fault('has options that are no mapping')
  return exported as unknown as Scorer
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null
}
