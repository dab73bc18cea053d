import { writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { wrappedText } from '../charts/wrapped-text.ts'
import { curveBuilder } from '../curves/aggregate.ts'
import type { Cell } from '../curves/cell.ts'
import { compareLists } from '../curves/compare-points.ts'
import { conditionRank } from '../curves/condition-rank.ts'
import type { CurveMetric } from '../curves/curve-context.ts'
import { type CellPair, compareCells } from '../curves/paired/compare-cells.ts'
import { EXIT } from '../domain/exit-code.ts'
import { InputError, unknownName } from '../domain/input-error.ts'
import { isCommitted } from './committed-run.ts'
import {
  type ComparedRun,
  comparedRun,
  resultsOf,
  type SharedTask,
  sharedTasks,
} from './comparing/compared-run.ts'
import { comparisonText, type NamedComparison } from './comparing/comparison-file.ts'
import { comparisonTables } from './comparing/comparison-table.ts'
import { differenceLines } from './comparing/differences.ts'
import { type ModelPair, modelPairs } from './comparing/model-pairs.ts'
import { judgeThreshold } from './comparing/threshold.ts'
import { findRun } from './find-run.ts'
import type { Host } from './host.ts'
import { contextOf } from './load-curves.ts'

export interface CompareOptions {
  readonly config: string
  /** Names of runs, or paths of their folders; the other is the first where absent. */
  readonly runA: string
  readonly runB?: string | undefined
  readonly tasks?: readonly string[] | undefined
  readonly models?: readonly string[] | undefined
  /** `modelA=modelB` */
  readonly pairs?: readonly string[] | undefined
  /** Metrics without `score_`; each task's primary one where absent. */
  readonly metrics?: readonly string[] | undefined
  readonly shots?: readonly number[] | undefined
  readonly failIfWorse?: number | undefined
  readonly out?: string | undefined
}

/**
 * `icl compare`: the paired difference B − A of two runs, or of two models, on the items that both have. Returns the
 * exit code: 4 only where B is shown to be worse by at least `failIfWorse`.
 *
 * @throws InputError for names that the runs do not have, and where they have nothing in common
 */
export async function compareCommand(host: Host, options: CompareOptions): Promise<number> {
  checkOut(options.out)
  const { runA, runB = runA } = options
  const a = await comparedRun(await findRun(host, options.config, runA))
  const b = runB === runA ? a : await comparedRun(await findRun(host, options.config, runB))
  const models = modelPairs(a, b, options)
  const tasks = chosenTasks(a, b, options.tasks)
  checkMetrics(tasks, options.metrics)
  const cells = await cellsOfBoth(a, b, { tasks, models, shots: options.shots })
  const pairs = cellPairs(cells, { tasks, models, metrics: options.metrics })
  const comparisons = compareCells(pairs, { seed: a.manifest.seed }).map(named)
  if (comparisons.length === 0)
    throw new InputError({
      message: 'the runs have no scored trials of the same task, shots and condition',
      hint: 'metrics of all answers at once, such as corpus BLEU, are not compared item by item',
    })
  const say = (text: string) => {
    for (const line of wrappedText(text, host.width)) host.out(line)
  }
  say(
    `A: ${relative('', a.folder) || a.folder} · B: ${relative('', b.folder) || b.folder} · the same items, B − A`,
  )
  for (const line of differenceLines(a, b, tasks, models)) say(line)
  host.out('')
  for (const line of comparisonTables(comparisons)) host.out(line)
  const silent = tasks.filter(({ a: { name } }) => comparisons.every(({ task }) => task !== name))
  if (silent.length > 0)
    say(
      `not compared: ${silent.map(({ a: { name } }) => name).join(', ')}: no common score that every item has by itself`,
    )
  if (options.out !== undefined)
    await write(host, options.out, comparisonText(comparisons, { a: a.manifest.name, b: b.manifest.name }))
  if (options.failIfWorse === undefined) return EXIT.ok
  const verdict = judgeThreshold(comparisons, options.failIfWorse)
  for (const line of verdict.lines) say(line)
  return verdict.failed ? EXIT.comparisonFailed : EXIT.ok
}

function checkOut(out: string | undefined): void {
  if (out === undefined) return
  if (!out.endsWith('.csv'))
    throw new InputError({ message: 'comparisons are CSV: its name ends in .csv', file: out })
  if (isCommitted(out))
    throw new InputError({ message: 'is in a committed run, in which nothing is written', file: out })
}

async function write(host: Host, file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ message: `cannot be written (${error.code ?? error.message})`, file })
  })
  host.out(`wrote ${relative('', file)}`)
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
