import { InputError, type Problem } from '../../domain/input-error.ts'
import type { ItemSource } from '../item-source.ts'
import { checkKeys } from './check-keys.ts'
import { type DataFiles, dataFilesOf } from './data-files.ts'
import { decodingOf } from './decoding.ts'
import { filtersOf } from './filters.ts'
import { type Importing, mappingOf, startImporting, textOf } from './importing.ts'
import { metricsOf, type OutputType } from './metrics.ts'
import { poolOfSamples } from './samples.ts'
import { demonstrationsOf, type Splits, shotsOf, splitsOf } from './splits.ts'
import { readTaskFile } from './task-file.ts'
import { choicesOrigin, type Origin, originOf } from './templates.ts'

/** A suite that was made from a task of lm-evaluation-harness: what its YAML file holds. */
export interface ImportedSuite {
  /** Plain data, in the order of a suite file's keys. */
  readonly suite: Readonly<Record<string, unknown>>
  /** What was left out or taken over otherwise: lines for the person. */
  readonly notes: readonly string[]
}

/** What an import needs beside the file. */
export interface ImportOptions {
  /** The datasets room: works out demonstrations that stand in the file. */
  readonly items: ItemSource
  /** Where the suite is to stand: what paths in it are relative to. Absolute paths where it is undefined. */
  readonly outFolder?: string | undefined
}

/** Items kept as demonstrations where the task shows items of the split that it asks. */
const USUAL_POOL = 16

/**
 * A task file of lm-evaluation-harness (0.4) as a suite.
 *
 * @throws InputError naming every key, tag and include that is not supported, with its line
 */
export async function importLmEvalTask(file: string, options: ImportOptions): Promise<ImportedSuite> {
  const importing = startImporting(await readTaskFile(file))
  checkKeys(importing)
  const suite = await suiteOf(importing, options)
  const [first, ...others] = withoutRepeats(importing.problems)
  if (first !== undefined) throw new InputError(first, ...others)
  if (suite === undefined) throw new Error('a task that cannot be imported has a problem')
  return { suite, notes: importing.notes }
}

async function suiteOf(
  importing: Importing,
  { outFolder, items }: ImportOptions,
): Promise<ImportedSuite['suite'] | undefined> {
  const type = outputType(importing)
  const name = nameOf(importing)
  const splits = splitsOf(importing)
  const data = dataFilesOf(importing, outFolder)
  const map = mapOf(importing)
  if (
    type === undefined ||
    name === undefined ||
    splits === undefined ||
    data === undefined ||
    map === undefined
  )
    return undefined
  const delimiter = textOf(importing, 'fewshot_delimiter') ?? '\n\n'
  const instruction = instructionOf(importing, delimiter)
  const filters = filtersOf(importing)
  const shots = shotsOf(importing)
  const repeats = repeatsOf(importing)
  const sources = await sourcesOf(importing, { splits, data, map, shots, items })
  const demonstrations = demonstrationsOf(importing)
  const isGeneration = type === 'generate_until'
  const metrics = metricsOf(importing, type, isGeneration ? filters : [UNFILTERED])
  return {
    suite: name,
    run: {
      shots: [shots],
      ...(instruction.instruction === undefined ? {} : { instruction: ['on'] }),
      ...(shots > 0 && demonstrations === 'random' ? { sampling: 'per-query' } : {}),
      ...(repeats > 1 ? { repeats } : {}),
    },
    tasks: [
      {
        name,
        version: versionOf(importing),
        ...sources,
        ...(demonstrations === 'first' ? { demonstrations } : {}),
        ...(type === 'multiple_choice' ? { answer_by: 'likelihood' } : {}),
        template: {
          input: '{{ input }}',
          target_delimiter: targetDelimiter(importing, type),
          demonstration_delimiter: delimiter,
          ...instruction,
        },
        ...(isGeneration
          ? { decoding: decodingOf(importing, delimiter) }
          : { decoding: { max_tokens: 1, stop: [] } }),
        ...(isGeneration && filters.some(({ extraction }) => extraction.type !== 'whole')
          ? { extractions: filters.map(({ extraction }) => extraction) }
          : {}),
        metrics,
      },
    ],
  }
}

const UNFILTERED = { extraction: { name: 'whole', type: 'whole' }, lowerCase: false }

function outputType(importing: Importing): OutputType | undefined {
  const type = importing.task.value('output_type') ?? 'generate_until'
  if (type === 'generate_until' || type === 'multiple_choice' || type === 'loglikelihood') return type
  importing.refuse('output_type', `${JSON.stringify(type)} is not supported`, {
    allowed: ['generate_until', 'multiple_choice', 'loglikelihood'],
  })
  return undefined
}

function nameOf(importing: Importing): string | undefined {
  const name = importing.task.value('task')
  if (typeof name === 'string') return name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '')
  const message =
    name === undefined ? 'found no task' : 'found no name: a group is many tasks, import the file of each'
  importing.refuse('task', message)
  return undefined
}

/** The origins of input, target and choices. */
function mapOf(importing: Importing): Readonly<Record<string, Origin>> | undefined {
  const input = originOf(importing, 'doc_to_text')
  const target = originOf(importing, 'doc_to_target')
  const hasChoices = importing.task.value('doc_to_choice') !== undefined
  const choices = hasChoices ? choicesOrigin(importing) : undefined
  if (importing.task.value('output_type') === 'multiple_choice' && !hasChoices)
    importing.refuse('doc_to_choice', 'a multiple_choice task needs it')
  if (input === undefined || target === undefined || (hasChoices && choices === undefined)) return undefined
  return choices === undefined ? { input, target } : { input, target_index: target, choices }
}

/** `items` and `pool`. */
async function sourcesOf(
  importing: Importing,
  parts: {
    readonly splits: Splits
    readonly data: DataFiles
    readonly map: Readonly<Record<string, Origin>>
    readonly shots: number
    readonly items: ItemSource
  },
): Promise<Readonly<Record<string, unknown>>> {
  const { splits, data, map, shots } = parts
  const { asked, shown } = splits
  const items = await sourceOf(importing, data, asked, 'DATA')
  if (items === undefined) return {}
  if (shown.kind === 'samples')
    return { items: { ...items, map }, pool: poolOfSamples(importing, shown.rows, map, parts.items) }
  if (shown.split === asked) {
    if (shots === 0) return { items: { ...items, map } }
    const pool = Math.max(USUAL_POOL, shots)
    importing.note(
      `${pool} items of "${asked}" are kept for demonstrations and not asked; lm-evaluation-harness shows items that it also asks`,
    )
    return { items: { ...items, map }, pool }
  }
  // A data set that is not here need not have the other split here either, where nothing of it is shown.
  if (data.kind === 'named' && shots === 0) return { items: { ...items, map } }
  const pool = await sourceOf(importing, data, shown.split, 'FEWSHOT')
  return pool === undefined ? {} : { items: { ...items, map }, pool: { ...pool, map: { ...map } } }
}

async function sourceOf(importing: Importing, data: DataFiles, split: string, variable: string) {
  if (data.kind === 'local') return data.fileOf(split)
  importing.note(`\${${variable}} is the file of the split "${split}" of ${data.data}`)
  return { file: `\${${variable}}` }
}

/** The description stands right before what follows it, here with a delimiter between them. */
function instructionOf(
  importing: Importing,
  delimiter: string,
): { readonly instruction?: string; readonly instruction_delimiter?: string } {
  const description = textOf(importing, 'description')
  if (description === undefined || description === '') return {}
  if (/\{\{|\{%/.test(description)) {
    importing.refuse('description', 'found a template, expected plain text, which is the same for all items')
    return {}
  }
  const ending = /\s*$/.exec(description)?.[0] ?? ''
  const instruction = description.slice(0, description.length - ending.length)
  if (instruction === '') importing.refuse('description', 'found only white space')
  return { instruction, ...(ending === delimiter ? {} : { instruction_delimiter: ending }) }
}

function targetDelimiter(importing: Importing, type: OutputType): string {
  const written = textOf(importing, 'target_delimiter') ?? ' '
  if (type !== 'loglikelihood' || written === '') return written
  importing.note('target_delimiter: left empty, since a loglikelihood target is scored without it')
  return ''
}

function repeatsOf(importing: Importing): number {
  const value = importing.task.value('repeats') ?? 1
  if (value === 1) return 1
  importing.refuse(
    'repeats',
    `found ${JSON.stringify(value)}: here every repeat counts, and not the first alone`,
    {
      hint: 'import with repeats: 1, and set repeats in the run',
    },
  )
  return 1
}

function versionOf(importing: Importing): string {
  const version = mappingOf(importing.task.value('metadata'))?.version
  return version === undefined || version === null ? '1' : String(version)
}

function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const said = new Set<string>()
  return problems.filter((problem) => {
    const text = JSON.stringify(problem)
    return said.has(text) ? false : said.add(text)
  })
}
