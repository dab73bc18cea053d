import { InputError, type Problem, unknownName } from '../domain/input-error.ts'
import type { DemonstrationChoice, Task, Template } from '../domain/task.ts'
import { templateVariables } from '../domain/template-variables.ts'
import type { Vocabulary } from '../domain/vocabulary.ts'
import { answerByProblems, likelihoodOf } from './answer-by.ts'
import { checkTemplate } from './check-template.ts'
import { CollectedProblems } from './collected-problems.ts'
import { customScorers } from './custom-scorers.ts'
import type { ItemSource } from './item-source.ts'
import type { ScorerSource } from './scorer-source.ts'
import { scoringOf } from './scoring.ts'
import { checkIds, overlap, type SplitItems } from './split-pool.ts'
import { choiceProblems, withTaskChoices } from './task-choices.ts'
import { taskItems } from './task-items.ts'
import { scaleOf, scaleProblems } from './task-scale.ts'
import type { Setting, TaskSettings } from './task-settings.ts'
import type { Environment } from './variables.ts'
import type { YamlDocument } from './yaml-document.ts'

const DEFAULT_TARGET = '{{ target }}'
const DEFAULT_MAX_TOKENS = 64

/** What a task is built with. */
export interface BuildTaskOptions {
  readonly suite: string
  readonly document: YamlDocument
  readonly vocabulary: Vocabulary
  readonly source: ItemSource
  /** Variables that paths of data files may name. */
  readonly env: Environment
  /** Loads scorer files. */
  readonly scorers: ScorerSource | undefined
  /** A last check of the whole task. @throws InputError */
  readonly checkTask: (task: Task) => void
}

/** Reads a task's items and makes a checked task of it. @throws InputError with every problem. */
export async function buildTask(settings: TaskSettings, options: BuildTaskOptions): Promise<Task> {
  const { document, vocabulary, source, env } = options
  const problems = new CollectedProblems()
  const items = await problems.during(() => taskItems(settings, document, source, env))
  const split = items && withTaskChoices(items, settings)
  const scorers = await customScorers(settings, document, options.scorers, problems)
  const { scoring, problems: scoringProblems } = scoringOf(settings, vocabulary, document, scorers)
  const template = templateOf(settings)
  const metrics = scoring?.metrics ?? []
  problems.add(...scoringProblems, ...scaleProblems(settings, scoring, vocabulary, document))
  problems.add(...answerByProblems(settings, metrics, vocabulary, document))
  if (split !== undefined) problems.add(...choiceProblems(split, settings, document))
  if (template === undefined) problems.add(noTemplate(settings, document))
  problems.add(...templateProblems(settings, split, document), ...matchProblems(settings, split, document))
  problems.throwAny()
  if (split === undefined || scoring === undefined || template === undefined)
    throw new Error('a task without items, metrics or template has a problem')
  const queries = split.queries.map(({ item }) => item)
  const likelihood = likelihoodOf(settings, metrics, vocabulary)
  const task: Task = {
    name: settings.task.name,
    suite: options.suite,
    version: settings.get('version')?.value ?? '1',
    description: settings.get('description')?.value,
    template,
    demonstrations: demonstrationsOf(settings, split, document),
    ...matchOf(settings),
    ...(likelihood === undefined ? {} : { likelihood }),
    pool: split.pool.map(({ item }) => item),
    queries,
    decoding: decodingOf(settings, template),
    ...scoring,
    ...scaleOf(settings, scoring, queries, vocabulary),
  }
  checkWhole(task, settings, options)
  return task
}

function templateOf(settings: TaskSettings): Template | undefined {
  const input = settings.getIn('template', 'input')
  if (input === undefined) return undefined
  return {
    input: input.value,
    target: settings.getIn('template', 'target')?.value ?? DEFAULT_TARGET,
    targetDelimiter: settings.getIn('template', 'target_delimiter')?.value ?? ' ',
    demonstrationDelimiter: settings.getIn('template', 'demonstration_delimiter')?.value ?? '\n\n',
    instruction: settings.getIn('template', 'instruction')?.value,
    instructionDelimiter: settings.getIn('template', 'instruction_delimiter')?.value,
  }
}

function noTemplate({ task, path }: TaskSettings, document: YamlDocument): Problem {
  const message = `the task "${task.name}" has no template for its input`
  return { ...document.placeOf(path), message, hint: 'add for instance template: {input: "{{ input }}"}' }
}

/** What is wrong with the templates; without items only their syntax can be. */
function templateProblems(
  settings: TaskSettings,
  split: SplitItems | undefined,
  document: YamlDocument,
): readonly Problem[] {
  const all = split === undefined ? [] : [...split.pool, ...split.queries]
  const input = settings.getIn('template', 'input')
  const instruction = settings.getIn('template', 'instruction')
  const problems = [input, settings.getIn('template', 'target')].flatMap((part) =>
    part === undefined ? [] : checkTemplate(part, all, document),
  )
  if (instruction !== undefined) problems.push(...checkInstruction(instruction, document))
  if (input !== undefined && split !== undefined && problems.length === 0)
    problems.push(...overlap(split, [...shownFields(input.value), ...matchedField(settings)]))
  return problems
}

/** One instruction stands above the demonstrations of many items, so it can show no item's field. */
function checkInstruction({ value, path }: Setting<string>, document: YamlDocument): readonly Problem[] {
  if (!/\{\{|\{%/.test(value)) return []
  const message = 'instruction: found a Jinja expression, expected plain text'
  return [{ ...document.placeInside(path, /\{\{|\{%/), message, hint: 'it is the same for all items' }]
}

function shownFields(template: string): Iterable<string> {
  const { required, optional } = templateVariables(template)
  return [...required, ...optional]
}

function matchOf(settings: TaskSettings): Pick<Task, 'match'> {
  const match = settings.get('match')?.value
  return match === undefined ? {} : { match }
}

/** Items of different worlds may read alike: what is shown to a query is of its own. */
function matchedField(settings: TaskSettings): readonly string[] {
  const match = settings.get('match')
  return match === undefined ? [] : [match.value]
}

/** Every item has the field that demonstrations and query must share. */
function matchProblems(
  settings: TaskSettings,
  split: SplitItems | undefined,
  document: YamlDocument,
): readonly Problem[] {
  const match = settings.get('match')
  const items = split === undefined ? [] : [...split.pool, ...split.queries]
  const without = items.find(({ item }) => match !== undefined && !Object.hasOwn(item.fields, match.value))
  if (match === undefined || without === undefined) return []
  const place = document.placeOf(match.path)
  const problem = unknownName('field', match.value, Object.keys(without.item.fields), place)
  return [{ ...problem, hint: `the item "${without.item.id}" does not have it` }]
}

function demonstrationsOf(
  settings: TaskSettings,
  { pool }: SplitItems,
  document: YamlDocument,
): DemonstrationChoice {
  const setting = settings.get('demonstrations')
  if (setting === undefined) return 'random'
  const { value, path } = setting
  if (typeof value !== 'string') checkIds(pool, value, (index) => document.placeOf([...path, index]))
  return value
}

function decodingOf(settings: TaskSettings, template: Template): Task['decoding'] {
  const topP = settings.getIn('decoding', 'top_p')?.value
  const { demonstrationDelimiter: delimiter } = template
  return {
    maxTokens: settings.getIn('decoding', 'max_tokens')?.value ?? DEFAULT_MAX_TOKENS,
    temperature: settings.getIn('decoding', 'temperature')?.value ?? 0,
    ...(topP === undefined ? {} : { topP }),
    // Where a demonstration would end, the answer ends.
    stop: settings.getIn('decoding', 'stop')?.value ?? (delimiter === '' ? [] : [delimiter]),
  }
}

function checkWhole(task: Task, settings: TaskSettings, { document, checkTask }: BuildTaskOptions): void {
  try {
    checkTask(task)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const place = document.placeOf(settings.path)
    const [first, ...others] = error.problems
    throw new InputError({ ...place, ...first }, ...others.map((other) => ({ ...place, ...other })))
  }
}
