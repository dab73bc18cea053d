import type { ScorerFile } from '../domain/custom-scorer.ts'
import { type Problem, unknownName } from '../domain/input-error.ts'
import type { ExtractionSpec, MetricSpec, Task } from '../domain/task.ts'
import type { Vocabulary } from '../domain/vocabulary.ts'
import type { TaskSettings } from './task-settings.ts'
import type { YamlDocument } from './yaml-document.ts'

type Scoring = Pick<Task, 'extractions' | 'metrics' | 'primary' | 'companion'>

const WHOLE: ExtractionSpec = { name: 'whole', type: 'whole', options: {} }

/**
 * How a task finds and scores answers, with what is wrong with it.
 * @param scorers the scorer files of its custom metrics, by their places in the list of metrics
 */
export function scoringOf(
  settings: TaskSettings,
  vocabulary: Vocabulary,
  document: YamlDocument,
  scorers: ReadonlyMap<number, ScorerFile> = new Map(),
): { readonly scoring?: Scoring; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const extractions = extractionsOf(settings, document, problems)
  const metrics = metricsOf(settings, { extractions, document, problems, scorers })
  const kindOf = ({ metric, scorer }: MetricSpec) => scorer?.kind ?? vocabulary.metrics[metric]?.kind
  const [first, ...others] = metrics
  if (first === undefined) return { problems }
  const columnNamed = (key: 'primary' | 'companion', usual?: string): string | undefined => {
    const setting = settings.get(key)
    if (setting === undefined) return usual
    const named = metrics.find(
      ({ column }) => column === setting.value || column === `score_${setting.value}`,
    )
    if (named === undefined) {
      const names = metrics.map(({ column }) => column.slice('score_'.length))
      problems.push(unknownName(`${key} metric`, setting.value, names, document.placeOf(setting.path)))
    } else if (key === 'companion' && kindOf(named) !== 'continuous')
      problems.push({
        ...document.placeOf(setting.path),
        message: `companion: found "${setting.value}", which jumps between right and wrong, expected a continuous metric`,
        allowed: metrics
          .filter((spec) => kindOf(spec) === 'continuous')
          .map(({ column }) => column.slice('score_'.length)),
      })
    return named?.column
  }
  const primary = columnNamed('primary', first.column) ?? first.column
  const companion = columnNamed('companion')
  return { scoring: { extractions, metrics: [first, ...others], primary, companion }, problems }
}

function extractionsOf(
  settings: TaskSettings,
  document: YamlDocument,
  problems: Problem[],
): readonly [ExtractionSpec, ...ExtractionSpec[]] {
  const written = settings.get('extractions')
  const names = new Set<string>()
  const specs = (written?.value ?? []).map(({ name, type, ...options }, index): ExtractionSpec => {
    if (names.has(name))
      problems.push({
        ...document.placeOf([...(written?.path ?? []), index, 'name']),
        message: `the extraction name "${name}" is given twice`,
      })
    names.add(name)
    // Checked against the vocabulary's rules.
    return { name, type, options: options as ExtractionSpec['options'] }
  })
  const [first, ...others] = specs
  return first === undefined ? [WHOLE] : [first, ...others]
}

function metricsOf(
  settings: TaskSettings,
  {
    extractions,
    document,
    problems,
    scorers,
  }: {
    readonly extractions: readonly [ExtractionSpec, ...ExtractionSpec[]]
    readonly document: YamlDocument
    readonly problems: Problem[]
    readonly scorers: ReadonlyMap<number, ScorerFile>
  },
): readonly MetricSpec[] {
  const written = settings.get('metrics')
  if (written === undefined) {
    const message = `the task "${settings.task.name}" has no metrics`
    problems.push({
      ...document.placeOf(settings.path),
      message,
      hint: 'add for instance metrics: [exact_match]',
    })
    return []
  }
  const names = extractions.map(({ name }) => name)
  const columns = new Set<string>()
  return written.value.map((entry, index): MetricSpec => {
    const scorer = scorers.get(index)
    const {
      metric,
      name,
      extraction = extractions[0].name,
      ...others
    } = typeof entry === 'string' ? { metric: entry, name: undefined } : entry
    const options = metric !== 'custom' ? others : 'options' in others ? others.options : {}
    const path = [...written.path, index]
    if (!names.includes(extraction))
      problems.push(unknownName('extraction', extraction, names, document.placeOf([...path, 'extraction'])))
    const called = name ?? metric
    const column = extraction === extractions[0].name ? `score_${called}` : `score_${called}_${extraction}`
    if (columns.has(column))
      problems.push({
        ...document.placeOf(path),
        message: `two metrics would fill the column ${column}`,
        hint: 'give one of them a name, or another extraction',
      })
    columns.add(column)
    // Checked against the vocabulary's rules.
    return {
      metric,
      ...(name === undefined ? {} : { name }),
      extraction,
      options: (options ?? {}) as MetricSpec['options'],
      column,
      ...(scorer === undefined ? {} : { scorer }),
    }
  })
}
