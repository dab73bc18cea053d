import type { Result } from '../domain/result.ts'
import type { Task } from '../domain/task.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { type CellPlace, cellKey, cellsOf, placeIn } from './cell.ts'
import { factorsOf, type Plan } from './plan.ts'
import { modelGroups, shotsOf, type TrialGroup } from './trial-group.ts'
import { trialsOf } from './trials-of.ts'

/** When a curve's point is precise enough. */
export interface StopRule {
  /** The point's 95 % interval on its task's primary metric is at most this wide, in units of the score. */
  readonly ciWidth: number
}

/** Measures one model's point as its trials come in. Handed in by the command: running knows no statistics. */
export interface PrecisionMeter {
  add(result: Result): void
  /** Width of the interval so far; `undefined` where nothing is scored, infinite where there is no interval yet. */
  width(): number | undefined
}

/** Whether to stop is decided after so many items, and again after as many more. */
const BLOCK = 10

/** What the rows so far say of the points of one cell. */
export interface StopDecision {
  readonly place: CellPlace
  /** Of the plan. */
  readonly items: number
  /** Items that are needed: every smaller number of whole blocks leaves some model's interval too wide. */
  readonly needed: number
  /** True when every model that has trials here has all its trials of these items. */
  readonly complete: boolean
}

export interface EarlyStop {
  /** Notes a trial that will not be asked again in this run, each once, in any order. */
  add(result: Result): void
  /** The trials that a model still lacks, as far as the rows tell by now; cells in plan order. */
  lacking(planned: PlannedModel): TrialGroup[]
  /** One a cell, in plan order. */
  decisions(): StopDecision[]
  /** An item's place among the task's queries. */
  placeOf(task: string, item: string): number
}

/**
 * Decides where the points of a plan are precise enough, for all models of a cell together, so that each has the same
 * items: the smallest number of whole blocks of items at which no model's interval is wider than the rule asks, else
 * all items. Follows from the rows alone, in whatever order they come. Trials that failed or were skipped count as
 * answered, and a model of which nothing is scored has no say.
 */
export function earlyStop(plan: Plan, rule: StopRule, meterOf: (task: Task) => PrecisionMeter): EarlyStop {
  const cells = new Map(
    [...cellsOf(plan)].map(([key, { place, conditions }]): [string, Watched] => [
      key,
      {
        place,
        task: conditions[0].task,
        trialsOfItem: conditions.length * factorsOf(plan, conditions[0].task).repeats,
        models: new Map(),
      },
    ]),
  )
  const places = new Map(
    plan.tasks.map((task) => [task.name, new Map(task.queries.map(({ id }, place) => [id, place]))]),
  )
  const placeOf = (task: string, item: string): number => places.get(task)?.get(item) ?? Number.NaN

  return {
    placeOf,
    add: (result) => {
      const cell = cells.get(cellKey(result))
      const place = placeOf(result.task, result.item)
      if (cell === undefined || Number.isNaN(place)) return
      const known = cell.models.get(result.model)
      const blocks = known ?? newBlocks(meterOf(cell.task))
      if (known === undefined) cell.models.set(result.model, blocks)
      addToBlock(blocks, Math.floor(place / BLOCK), result)
      closeBlocks(cell, blocks, rule)
    },
    decisions: () => [...cells.values()].map(decisionOf),
    lacking: (planned) => {
      const wanted = (at: CellPlace): { from: number; to: number } | undefined => {
        const cell = cells.get(cellKey(at))
        if (cell === undefined) return undefined
        const from = (cell.models.get(planned.model.name)?.wide.length ?? 0) * BLOCK
        return { from, to: neededItems(cell) }
      }
      return [...modelGroups(plan, planned)].flatMap((group) => {
        const indices = indicesOf(plan, group, wanted)
        return indices.length === 0 ? [] : [trialsOf(group, indices)]
      })
    },
  }
}

/** A cell and what its models have. */
interface Watched {
  readonly place: CellPlace
  readonly task: Task
  /** Of each model, for each item: draws times repeats. */
  readonly trialsOfItem: number
  readonly models: Map<string, Blocks>
}

/** What is known of one model in one cell. */
interface Blocks {
  readonly meter: PrecisionMeter
  /** Of each block that is complete, as are all before it: whether the interval up to its end is too wide. */
  readonly wide: boolean[]
  /** Results of blocks that are not complete yet, by block. */
  readonly open: Map<number, Result[]>
}

function newBlocks(meter: PrecisionMeter): Blocks {
  return { meter, wide: [], open: new Map() }
}

function addToBlock({ open }: Blocks, block: number, result: Result): void {
  // Nothing of the response decides anything, and a response may be long.
  const kept: Result = { ...result, response: undefined, reasoning: undefined, likelihoods: undefined }
  const results = open.get(block)
  if (results === undefined) open.set(block, [kept])
  else results.push(kept)
}

/** Measures every block that is complete by now and follows on the one before. */
function closeBlocks(cell: Watched, { meter, wide, open }: Blocks, { ciWidth }: StopRule): void {
  for (;;) {
    const block = wide.length
    const results = open.get(block)
    const items = Math.min(BLOCK, cell.task.queries.length - block * BLOCK)
    if (results === undefined || results.length < items * cell.trialsOfItem) return
    // In an order of their own: a sum must not depend on which answer came first, not even in its last digit.
    for (const result of results.toSorted(byKey)) meter.add(result)
    open.delete(block)
    wide.push((meter.width() ?? 0) > ciWidth)
  }
}

/** The end of the first block at which no model is known to be too wide; all items where there is none. */
function neededItems({ task, models }: Watched): number {
  const all = task.queries.length
  for (let block = 0; (block + 1) * BLOCK < all; block++)
    if (![...models.values()].some(({ wide }) => wide[block] === true)) return (block + 1) * BLOCK
  return all
}

function decisionOf(cell: Watched): StopDecision {
  const needed = neededItems(cell)
  const blocks = Math.ceil(needed / BLOCK)
  const complete =
    cell.models.size > 0 && [...cell.models.values()].every(({ wide }) => wide.length >= blocks)
  return { place: cell.place, items: cell.task.queries.length, needed, complete }
}

/** The places in a group of the trials of each k's wanted items. */
function indicesOf(
  plan: Plan,
  group: TrialGroup,
  wanted: (at: CellPlace) => { readonly from: number; readonly to: number } | undefined,
): number[] {
  const { task } = group.condition
  const ofOneItem = factorsOf(plan, task).repeats
  const ofOneK = task.queries.length * ofOneItem
  return shotsOf(plan, group.condition).flatMap((shots, position) => {
    const { from, to } = wanted(placeIn(group.condition, shots)) ?? { from: 0, to: 0 }
    const start = position * ofOneK
    return Array.from(
      { length: Math.max(0, to - from) * ofOneItem },
      (_, index) => start + from * ofOneItem + index,
    )
  })
}

function byKey(a: Result, b: Result): number {
  return a.trialKey < b.trialKey ? -1 : 1
}
