import { curveBuilder } from '../../curves/aggregate.ts'
import type { Cell } from '../../curves/cell.ts'
import { compareLists } from '../../curves/compare-points.ts'
import { conditionRank } from '../../curves/condition-rank.ts'
import type { CurveMetric } from '../../curves/curve-context.ts'
import { type CellPair, compareCells } from '../../curves/paired/compare-cells.ts'
import { InputError, unknownName } from '../../domain/input-error.ts'
import { contextOf } from '../load-curves.ts'
import { type ComparedRun, resultsOf, type SharedTask, sharedTasks } from './compared-run.ts'
import type { NamedComparison } from './comparison-file.ts'
import { type ModelPair, modelPairs } from './model-pairs.ts'

/** What is compared; everything that both runs have where nothing is named. */
export interface ComparedParts {
  readonly tasks?: readonly string[] | undefined
  readonly models?: readonly string[] | undefined
  /** `modelA=modelB` */
  readonly pairs?: readonly string[] | undefined
  /** Metrics without `score_`; each task's primary one where absent. */
  readonly metrics?: readonly string[] | undefined
  readonly shots?: readonly number[] | undefined
}

/** What two runs have in common, and how they differ on it. */
export interface RunComparison {
  readonly tasks: readonly SharedTask[]
  readonly models: readonly ModelPair[]
  /** At least one. */
  readonly comparisons: readonly NamedComparison[]
}

/**
 * The paired differences B − A of two runs, or of two models of one, on the items that both have.
 *
 * @throws InputError for names that the runs do not have, and where they have nothing in common
 */
export async function compareRuns(
  a: ComparedRun,
  b: ComparedRun,
  parts: ComparedParts,
): Promise<RunComparison> {
  const models = modelPairs(a, b, parts)
  const tasks = chosenTasks(a, b, parts.tasks)
  checkMetrics(tasks, parts.metrics)
  const cells = await cellsOfBoth(a, b, { tasks, models, shots: parts.shots })
  const pairs = cellPairs(cells, { tasks, models, metrics: parts.metrics })
  const comparisons = compareCells(pairs, { seed: a.manifest.seed }).map(named)
  if (comparisons.length === 0)
    throw new InputError({
      message: 'the runs have no scored trials of the same task, shots and condition',
      hint: 'metrics of all answers at once, such as corpus BLEU, are not compared item by item',
    })
  return { tasks, models, comparisons }
}

function chosenTasks(
  a: ComparedRun,
  b: ComparedRun,
  wanted: readonly string[] | undefined,
): readonly SharedTask[] {
  const shared = sharedTasks(a, b)
  const names = shared.map((task) => task.a.name)
  for (const name of wanted ?? [])
    if (!names.includes(name)) throw new InputError(unknownName('task in both runs', name, names))
  if (shared.length === 0)
    throw new InputError({
      message: `no task is in both runs: ${a.tasks.map(({ name }) => name).join(', ')} in the first, ${b.tasks.map(({ name }) => name).join(', ')} in the other`,
    })
  return shared.filter((task) => wanted?.includes(task.a.name) ?? true)
}

function checkMetrics(tasks: readonly SharedTask[], wanted: readonly string[] | undefined): void {
  const known = new Set(
    tasks.flatMap(({ a: { metrics } }) => metrics.map(({ column }) => column.replace(/^score_/u, ''))),
  )
  for (const name of wanted ?? [])
    if (!known.has(name)) throw new InputError(unknownName('metric', name, known))
}

interface Wanted {
  readonly tasks: readonly SharedTask[]
  readonly models: readonly ModelPair[]
  readonly shots?: readonly number[] | undefined
}

type Side = 'A' | 'B'

/** Cells of both sides over one index of items, so that they pair; a model's name carries its side. */
async function cellsOfBoth(
  a: ComparedRun,
  b: ComparedRun,
  { tasks, models, shots }: Wanted,
): Promise<readonly Cell[]> {
  const builder = curveBuilder(contextOf(a))
  const byName = new Map(tasks.map((task) => [task.a.name, task]))
  const read = async (run: ComparedRun, side: Side, names: ReadonlySet<string>) => {
    for await (const row of resultsOf(run)) {
      const task = byName.get(row.task)
      if (task === undefined || !names.has(row.model) || shots?.includes(row.shots) === false) continue
      if (row.draw < task.draws && task.items.has(row.item))
        builder.add({ ...row, model: sided(side, row.model) })
    }
  }
  await read(a, 'A', new Set(models.map((pair) => pair.a)))
  await read(b, 'B', new Set(models.map((pair) => pair.b)))
  return builder.cells()
}

function sided(side: Side, model: string): string {
  return `${side}${model}`
}

function cellPairs(
  cells: readonly Cell[],
  { tasks, models, metrics }: Wanted & { readonly metrics?: readonly string[] | undefined },
): readonly CellPair[] {
  const places = Map.groupBy(cells, (cell) => [cell.row.model, ...conditionOf(cell)].join('\u0000'))
  return tasks.flatMap((task) =>
    models.flatMap((model) => {
      const ofA = cells
        .filter(({ row }) => row.task === task.a.name && row.model === sided('A', model.a))
        .toSorted((one, other) => compareLists(rankOf(one), rankOf(other)))
      return ofA.flatMap((a) => {
        const b = places.get([sided('B', model.b), ...conditionOf(a)].join('\u0000'))?.[0]
        if (b === undefined) return []
        return metricsOf(a, task, metrics).map((metric) => ({
          ...{ a, b, metric },
          name: [metric.column, model.a, model.b, ...conditionOf(a)],
        }))
      })
    }),
  )
}

function conditionOf({ row }: Cell): readonly (string | number)[] {
  return [row.task, row.rendering, row.instruction, row.control, row.sampling, row.shots]
}

function rankOf({ row }: Cell): readonly number[] {
  return [...conditionRank(row), row.shots]
}

function metricsOf(
  cell: Cell,
  { a }: SharedTask,
  wanted: readonly string[] | undefined,
): readonly CurveMetric[] {
  const columns = wanted?.map((name) => `score_${name}`) ?? [a.primary]
  return cell.task.metrics.filter(({ column }) => columns.includes(column))
}

function named(one: ReturnType<typeof compareCells>[number]): NamedComparison {
  const { a, b, metric } = one.pair
  return {
    ...one,
    task: a.row.task,
    metric: metric.column.replace(/^score_/u, ''),
    modelA: a.row.model.slice(1),
    modelB: b.row.model.slice(1),
  }
}
