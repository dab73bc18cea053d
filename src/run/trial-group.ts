import { hash } from 'node:crypto'
import { type Digest, digestOf, digestOfValue } from '../domain/digest.ts'
import { type Item, itemDigest } from '../domain/item.ts'
import type { Task } from '../domain/task.ts'
import type { Condition, PlannedModel, Trial } from '../domain/trial.ts'
import { type Draw, drawFor, drawSource } from './draw.ts'
import { factorsOf, type Plan } from './plan.ts'

/**
 * The trials of one model under one condition, which share the beginnings of their prompts: shots ascending,
 * then queries in file order, then repeats. Addressable, so that a million trials need no list.
 */
export interface TrialGroup {
  readonly condition: Condition
  readonly planned: PlannedModel
  readonly size: number
  /** The trial at a place in [0, size). @throws RangeError outside */
  at(index: number): Trial
  /** The draw whose first `shots` demonstrations a trial of this group shows. */
  drawOf(trial: Trial): Draw
}

/** All groups of a plan, in the order in which they run: models, then tasks, then the other factors, then draws. */
export function* trialGroups(plan: Plan): Generator<TrialGroup> {
  for (const planned of plan.models) yield* modelGroups(plan, planned)
}

/** The groups of one model of the plan. */
export function* modelGroups(plan: Plan, planned: PlannedModel): Generator<TrialGroup> {
  for (const condition of conditions(plan)) yield trialGroup(plan, planned, condition)
}

/** The conditions of a plan: every task under every rendering, instruction, control and draw. */
export function* conditions(plan: Plan): Generator<Condition> {
  for (const task of plan.tasks) {
    const { controls, draws } = factorsOf(plan, task)
    for (const rendering of plan.renderings)
      for (const instruction of plan.instructions)
        for (const control of controls)
          for (let draw = 0; draw < draws; draw++)
            yield { task, rendering, instruction, control, draw, sampling: plan.sampling }
  }
}

/** How many trials the plan has for each model. */
export function countTrials(plan: Plan): number {
  let count = 0
  for (const condition of conditions(plan))
    count +=
      shotsOf(plan, condition).length *
      condition.task.queries.length *
      factorsOf(plan, condition.task).repeats
  return count
}

/** Shots asked under a condition: zero shots have one draw and one control, which is every control's baseline. */
export function shotsOf(plan: Plan, condition: Condition): readonly number[] {
  const { shots, controls } = factorsOf(plan, condition.task)
  const hasBaseline = condition.draw === 0 && condition.control === controls[0]
  return hasBaseline ? shots : shots.filter((k) => k > 0)
}

function trialGroup(plan: Plan, planned: PlannedModel, condition: Condition): TrialGroup {
  const { queries } = condition.task
  const shots = shotsOf(plan, condition)
  const { repeats } = factorsOf(plan, condition.task)
  const keyBase = conditionDigest(planned, condition)
  const draws = new Map<string, Draw>()
  const drawOf = (query: Item): Draw => {
    const source = drawSource(condition, query)
    const known = draws.get(source)
    if (known !== undefined) return known
    // A query's own draw is asked for twice in a row, for its key and for its prompt; then no more.
    if (condition.sampling === 'per-query') draws.clear()
    const made = drawFor(condition, plan.seed, query)
    draws.set(source, made)
    return made
  }
  const size = shots.length * queries.length * repeats
  return {
    condition,
    planned,
    size,
    drawOf: (trial) => drawOf(trial.query),
    at: (index) => {
      const repeat = index % repeats
      const rest = (index - repeat) / repeats
      const query = queries[rest % queries.length]
      const k = shots[Math.floor(rest / queries.length)]
      if (query === undefined || k === undefined) throw new RangeError(`trial ${index} of ${size}`)
      // A baseline is keyed as gold whatever control comes first, so that adding controls re-runs nothing.
      const control = k === 0 ? 'gold' : condition.control
      const key = trialKey(
        keyBase,
        control,
        k,
        k === 0 ? '' : drawOf(query).digest(k),
        itemDigest(query),
        repeat,
      )
      return { ...condition, control, planned, shots: k, repeat, query, key }
    },
  }
}

const taskDigests = new WeakMap<Task, Digest>()

/**
 * What of a task changes the questions: its wording, version, decoding, and the likelihoods that are asked; not how
 * answers are scored. Where nothing is generated, decoding changes nothing.
 */
export function promptDigest(task: Task): Digest {
  const known = taskDigests.get(task)
  if (known !== undefined) return known
  const { name, version, template, decoding, likelihood } = task
  const parts = [name, version, template, likelihood?.of === 'choices' ? null : decoding]
  const made = digestOfValue(likelihood === undefined ? parts : [...parts, likelihood])
  taskDigests.set(task, made)
  return made
}

function conditionDigest({ model, identity }: PlannedModel, condition: Condition): Digest {
  return digestOf(
    model.name,
    identity.digest,
    identity.engine,
    promptDigest(condition.task),
    condition.rendering,
    condition.instruction,
    condition.sampling,
    String(condition.draw),
  )
}

function trialKey(
  base: Digest,
  control: string,
  shots: number,
  demonstrations: Digest | '',
  item: Digest,
  repeat: number,
): Digest {
  // Every trial of a plan is keyed, done or not, so this is the one hash that is made a million times.
  return hash('sha256', `${base} ${control} ${shots} ${demonstrations} ${item} ${repeat}`).slice(0, 32)
}

/** How many trials of a model are done and how many are open. */
export function countOpenTrials(
  plan: Plan,
  planned: PlannedModel,
  isDone: (key: string) => boolean,
): { readonly done: number; readonly open: number } {
  let done = 0
  let open = 0
  for (const group of modelGroups(plan, planned))
    for (let index = 0; index < group.size; index++) isDone(group.at(index).key) ? done++ : open++
  return { done, open }
}
