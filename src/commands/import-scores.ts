import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../config/load-config.ts'
import { readText } from '../config/read-text.ts'
import { compareLists } from '../curves/compare-points.ts'
import { sizeOfPoint } from '../curves/imported-curves.ts'
import { importedPoint } from '../curves/imported-point.ts'
import type { Place } from '../datasets/item-record.ts'
import { collectScores } from '../datasets/scores/collect-scores.ts'
import { type ReadScores, readScores } from '../datasets/scores/read-scores.ts'
import { SCORE_KEYS, type ScoreKey } from '../datasets/scores/score-keys.ts'
import { scoreTables } from '../datasets/scores/score-tables.ts'
import { EXIT } from '../domain/exit-code.ts'
import { InputError, unknownName } from '../domain/input-error.ts'
import type { Point } from '../domain/point.ts'
import { importedCurveText } from '../results/curve-file.ts'
import {
  type ImportedFile,
  makeImportFolder,
  nameOfImport,
  writeImportManifest,
} from '../results/imported-folder.ts'
import { runPaths } from '../results/run-folder.ts'
import { writeAtomically } from '../results/write-atomically.ts'
import { drawImported } from './draw-imported.ts'
import type { Host } from './host.ts'
import { checkCompanions, companionsOf } from './import-companions.ts'
import { VERSION } from './version.ts'
import { DEFAULT_CONFIG, runFolder } from './workspace.ts'

export interface ImportScoresOptions {
  readonly config: string
  /** Tidy CSV, or result files of lm-evaluation-harness or BIG-bench. */
  readonly files: readonly string[]
  /** A name for the results folder, or a path with a slash. */
  readonly out: string
  /** `KEY=COLUMN` and `KEY=VALUE`. */
  readonly map?: readonly string[] | undefined
  readonly set?: readonly string[] | undefined
  /** `COLUMN=VALUE`; several of one column are alternatives. */
  readonly where?: readonly string[] | undefined
  readonly last?: string | undefined
  /** Tables of models and of tasks. */
  readonly sizes?: string | undefined
  readonly tasks?: string | undefined
  /** `METRIC=METRIC`: what tells why the first one jumps; of several for one metric the first that a task has. */
  readonly companion?: readonly string[] | undefined
  /** What the scores are and whose. */
  readonly from?: string | undefined
  /** Tasks to draw; all where absent. */
  readonly charts?: readonly string[] | undefined
}

/** `icl import scores`: curve.csv, verdicts and charts of scores that others measured. Returns the exit code. */
export async function importScoresCommand(host: Host, options: ImportScoresOptions): Promise<number> {
  const map = pairsOf('--map', options.map ?? [], SCORE_KEYS)
  const set = pairsOf('--set', options.set ?? [], SCORE_KEYS)
  const where = alternatives(options.where ?? [])
  const sizes = options.sizes === undefined ? undefined : await textOf(options.sizes)
  const tasks = options.tasks === undefined ? undefined : await textOf(options.tasks)
  const read: ReadScores[] = []
  for (const file of options.files) read.push(readScores(await readText(file), file))
  const tables = scoreTables(sizes, tasks)
  const companions = companionsOf((options.companion ?? []).map((pair) => split('--companion', pair)))
  const collected = collectScores(read, {
    ...{ map, set, where, last: options.last, tables },
    companions: Object.values(companions).flat(),
  })
  const folder = await folderOf(host, options)
  const points = inOrder(collected.scores.map((score) => importedPoint(score, nameOfImport(folder))))
  checkCharts(options.charts, points)
  checkCompanions(companions, points)

  await makeImportFolder(folder)
  await writeAtomically(runPaths(folder).curve, [importedCurveText(points)])
  const { rows, columns } = collected
  await writeImportManifest(folder, {
    from: options.from,
    icl_version: VERSION,
    imported_at: new Date(host.now()).toISOString(),
    files: await Promise.all(
      options.files.map(async (file, index) => ({ ...(await digested(file)), format: read[index]?.format })),
    ),
    sizes: options.sizes === undefined ? undefined : await digested(options.sizes),
    tasks: options.tasks === undefined ? undefined : await digested(options.tasks),
    ...{ columns, set, where, last: options.last },
    ...(Object.keys(companions).length === 0 ? {} : { companions }),
    rows: { read: rows.read, kept: rows.kept, not_last: rows.notLast },
    charts: options.charts,
  })
  tell(host, read, collected, points)
  await drawImported(host, folder, { isNew: true })
  return EXIT.ok
}

function tell(
  host: Host,
  read: readonly ReadScores[],
  { rows, columns, notPreferred, withoutScore, lessIsBetter }: ReturnType<typeof collectScores>,
  points: readonly Point[],
): void {
  const taken = Object.entries(columns).map(([key, column]) =>
    key === column ? key : `${key} from ${column}`,
  )
  host.note(`${rows.kept} of ${rows.read} rows; columns: ${taken.join(', ')}`)
  if (rows.notLast > 0) host.note(`${rows.notLast} rows are not the last of their model and are left out`)
  if (withoutScore.length > 0)
    host.note(
      `${withoutScore.length} ${withoutScore.length === 1 ? 'row has' : 'rows have'} no score, the first in ${placeText(withoutScore[0])}: left out`,
    )
  const leftOut = new Set([...read.flatMap((one) => one.leftOut), ...lessIsBetter])
  if (leftOut.size > 0) host.note(`left out, since less of them is better: ${[...leftOut].join(', ')}`)
  if (notPreferred.length > 0)
    host.note(
      `not the preferred metric of any task, left out: ${notPreferred.join(', ')} (--where metric=NAME takes one)`,
    )
  const bare = new Set(
    points.flatMap(({ metric, ciMethod, items }) => (ciMethod === undefined && items > 0 ? [metric] : [])),
  )
  if (bare.size > 0)
    host.note(
      `no intervals for ${[...bare].join(', ')}: n tells them only of a fraction of right answers; if it is one, add --set proportion=yes`,
    )
}

function placeText({ file = '', line }: Place = {}): string {
  return line === undefined ? file : `line ${line}`
}

/** `KEY=TEXT` pairs by key. */
function pairsOf(
  flag: string,
  written: readonly string[],
  allowed: readonly ScoreKey[],
): { readonly [key in ScoreKey]?: string } {
  return Object.fromEntries(
    written.map((pair) => {
      const [name, value] = split(flag, pair)
      const key = allowed.find((one) => one === name)
      if (key === undefined) throw new InputError(unknownName(`key of ${flag}`, name, allowed))
      return [key, value]
    }),
  )
}

function alternatives(written: readonly string[]): { readonly [column: string]: readonly string[] } {
  const pairs = Map.groupBy(
    written.map((pair) => split('--where', pair)),
    ([column]) => column,
  )
  return Object.fromEntries([...pairs].map(([column, of]) => [column, of.map(([, value]) => value)]))
}

function split(flag: string, pair: string): readonly [string, string] {
  const at = pair.indexOf('=')
  if (at < 1) throw new InputError({ message: `${flag} ${pair}: found no NAME=VALUE` })
  return [pair.slice(0, at), pair.slice(at + 1)]
}

async function textOf(file: string) {
  return { file, text: await readText(file) }
}

async function digested(file: string): Promise<ImportedFile> {
  return {
    file,
    sha256: createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  }
}

async function folderOf({ env }: Host, { config, out }: ImportScoresOptions): Promise<string> {
  if (/[\\/]/.test(out)) return out
  if (config === DEFAULT_CONFIG && !existsSync(config)) return join('results', out)
  return runFolder(await readConfig(config, env), out)
}

/** Tasks and metrics as they first come, then by size, model and shots. */
function inOrder(points: readonly Point[]): readonly Point[] {
  const places = [...new Set(points.map(placeOf))]
  const rank = new Map(places.map((place, index) => [place, index]))
  const ranks = (point: Point) => [
    rank.get(placeOf(point)) ?? 0,
    point.family,
    sizeOfPoint(point) ?? Number.MAX_VALUE,
    point.model,
    point.shots,
  ]
  return points.toSorted((a, b) => compareLists(ranks(a), ranks(b)))
}

function placeOf({ task, metric }: Point): string {
  return `${task}\u0000${metric}`
}

function checkCharts(charts: readonly string[] | undefined, points: readonly Point[]): void {
  const tasks = new Set(points.map(({ task }) => task))
  const unknown = charts?.find((task) => !tasks.has(task))
  if (unknown !== undefined) throw new InputError(unknownName('task of --charts', unknown, tasks))
}
