import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Result } from '../../src/domain/result.ts'
import type { Trial } from '../../src/domain/trial.ts'
import { earlyStop, type PrecisionMeter } from '../../src/run/early-stop.ts'
import type { Plan } from '../../src/run/plan.ts'
import { modelGroups } from '../../src/run/trial-group.ts'
import { makePlan, makePlanned, makeTask } from '../fixtures/tasks.ts'

/** Width by the number of scored trials: 1 ÷ n, so that 10 items give 0.1; and nothing where none is scored. */
function meter(): PrecisionMeter {
  let scored = 0
  return {
    add: ({ outcome }) => {
      if (outcome === 'ok') scored++
    },
    width: () => (scored === 0 ? undefined : 1 / scored),
  }
}

/** Width is the latest block's worst score: what a test writes into the rows is what is measured. */
function scriptedMeter(): PrecisionMeter {
  let width: number | undefined
  return {
    add: ({ outcome, scores }) => {
      if (outcome === 'ok') width = scores.score_exact_match
    },
    width: () => width,
  }
}

function* trialsOf(plan: Plan): Generator<Trial> {
  for (const planned of plan.models)
    for (const group of modelGroups(plan, planned))
      for (let index = 0; index < group.size; index++) yield group.at(index)
}

function resultOf(trial: Trial, outcome: Result['outcome'] = 'ok', score = 1): Result {
  return {
    trialKey: trial.key,
    model: trial.planned.model.name,
    provider: 'p',
    engine: 'e',
    family: 'F',
    task: trial.task.name,
    taskVersion: '1',
    rendering: trial.rendering,
    instruction: trial.instruction,
    control: trial.control,
    sampling: trial.sampling,
    shots: trial.shots,
    draw: trial.draw,
    repeat: trial.repeat,
    item: trial.query.id,
    outcome,
    target: '',
    scores: outcome === 'ok' ? { score_exact_match: score } : {},
    attempts: 1,
    finishedAt: '',
  }
}

const two = (overrides: Partial<Plan> = {}): Plan =>
  makePlan({
    models: [makePlanned('a'), makePlanned('b')],
    tasks: [makeTask({ querySize: 35 })],
    shots: [0, 2],
    ...overrides,
  })

const block = ({ query }: Trial): number => Math.floor(Number(query.id.slice(1)) / 10)

/** The decision when every trial of the plan has its row. */
function decide(plan: Plan, ciWidth: number, result: (trial: Trial) => Result, meterOf = scriptedMeter) {
  const stop = earlyStop(plan, { ciWidth }, meterOf)
  for (const trial of trialsOf(plan)) stop.add(result(trial))
  return stop.decisions().map(({ place, needed, complete }) => [place.shots, needed, complete])
}

describe('how many items are needed', () => {
  test('the smallest number of blocks at which every model is precise enough', () => {
    const wide = { a: [0.3, 0.1, 0.3, 0.1], b: [0.1, 0.3, 0.1, 0.1] } as const
    const width = (trial: Trial) => wide[trial.planned.model.name as 'a' | 'b'][block(trial)] ?? 0
    // At 10 a is too wide, at 20 b, at 30 a, so all 35 are needed: enough at one's own block is not enough.
    expect(decide(two(), 0.2, (trial) => resultOf(trial, 'ok', width(trial)))).toEqual([
      [0, 35, true],
      [2, 35, true],
    ])
    expect(decide(two(), 0.3, (trial) => resultOf(trial, 'ok', width(trial)))).toEqual([
      [0, 10, true],
      [2, 10, true],
    ])
  })

  test('each cell has its own, and exactly the width is enough', () => {
    const result = (trial: Trial) => resultOf(trial, 'ok', trial.shots === 2 && block(trial) < 2 ? 0.21 : 0.2)
    expect(decide(two(), 0.2, result)).toEqual([
      [0, 10, true],
      [2, 30, true],
    ])
  })

  test.each(['failed', 'skipped'] as const)('%s trials neither block nor count', (outcome) => {
    const onlyB = (trial: Trial) =>
      trial.planned.model.name === 'a'
        ? resultOf(trial, outcome)
        : resultOf(trial, 'ok', block(trial) === 0 ? 1 : 0)
    expect(decide(two(), 0.5, onlyB).map(([, needed]) => needed)).toEqual([20, 20])
    expect(decide(two(), 0.5, (trial) => resultOf(trial, outcome)).map(([, needed]) => needed)).toEqual([
      10, 10,
    ])
  })

  test('draws and repeats of an item belong to its block', () => {
    const plan = two({ draws: 2, repeats: 3, shots: [0, 2], models: [makePlanned('a')] })
    // 10 items have 60 trials at 2 shots, 30 at 0.
    expect(decide(plan, 1 / 60, (trial) => resultOf(trial), meter)).toEqual([
      [0, 20, true],
      [2, 10, true],
    ])
  })

  test('a task of one block has nothing to decide', () => {
    const plan = two({ tasks: [makeTask({ querySize: 10 })] })
    expect(decide(plan, 1, (trial) => resultOf(trial)).map(([, needed]) => needed)).toEqual([10, 10])
  })
})

describe('what a model lacks', () => {
  const places = (stop: ReturnType<typeof earlyStop>, plan: Plan, model: number): string[] => {
    const [planned] = plan.models.slice(model)
    if (planned === undefined) return []
    return stop
      .lacking(planned)
      .flatMap((group) =>
        Array.from({ length: group.size }, (_, index) => group.at(index)).map(
          (trial) => `${trial.shots}:${trial.query.id}`,
        ),
      )
  }
  const items = (shots: number, from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `${shots}:q${from + index}`)

  test('the first block; the next while it is too wide; as far as another model needed', () => {
    const plan = two({ shots: [0] })
    const stop = earlyStop(plan, { ciWidth: 0.04 }, meter)
    const all = [...trialsOf(plan)]
    const answer = (model: string, from: number, to: number) => {
      for (const trial of all.filter(({ planned }) => planned.model.name === model).slice(from, to))
        stop.add(resultOf(trial))
    }
    expect(places(stop, plan, 0)).toEqual(items(0, 0, 10))
    answer('a', 0, 10)
    expect(places(stop, plan, 0)).toEqual(items(0, 10, 20))
    // What a has shown to be too few is not decided anew for b.
    expect(places(stop, plan, 1)).toEqual(items(0, 0, 20))
    answer('a', 10, 30)
    expect(places(stop, plan, 0)).toEqual([])
    expect(places(stop, plan, 1)).toEqual(items(0, 0, 30))
    answer('b', 0, 30)
    expect([places(stop, plan, 0), places(stop, plan, 1)]).toEqual([[], []])
  })
})

/** Runs the models in turn, pass after pass, as a run does; stops after so many trials. Returns the rows. */
function runUntil(
  plan: Plan,
  ciWidth: number,
  before: ReadonlyMap<string, Result>,
  answer: Answer,
  most: number,
) {
  const rows = new Map(before)
  const stop = earlyStop(plan, { ciWidth }, meterOfScores)
  for (const result of before.values()) stop.add(result)
  let ran = 0
  for (let changed = true; changed; ) {
    changed = false
    for (const planned of answer.order(plan.models))
      for (;;) {
        const open = stop
          .lacking(planned)
          .flatMap((group) => Array.from({ length: group.size }, (_, index) => group.at(index)))
          .filter(({ key }) => !rows.has(key))
        if (open.length === 0) break
        changed = true
        for (const trial of answer.shuffle(open)) {
          if (ran++ >= most) return rows
          const result = answer.result(trial)
          rows.set(trial.key, result)
          stop.add(result)
        }
      }
  }
  return rows
}

interface Answer {
  readonly order: <T>(models: readonly T[]) => readonly T[]
  readonly shuffle: (trials: readonly Trial[]) => readonly Trial[]
  readonly result: (trial: Trial) => Result
}

/** As a normal interval would: standard deviation ÷ √n. */
function meterOfScores(): PrecisionMeter {
  const scores: number[] = []
  return {
    add: ({ scores: { score_exact_match: score } }) => {
      if (score !== undefined) scores.push(score)
    },
    width: () => {
      if (scores.length === 0) return undefined
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
      return 4 * Math.sqrt((mean * (1 - mean)) / scores.length)
    },
  }
}

test('cut anywhere, in any order, with any model first: the rows and decisions are those of an uncut run', () => {
  const result = (trial: Trial): Result => {
    const luck = Number.parseInt(trial.key.slice(0, 1), 16)
    const score = Number.parseInt(trial.key.slice(1, 3), 16) < 60 ? 0 : 1
    return resultOf(trial, luck === 0 ? 'failed' : luck === 1 ? 'skipped' : 'ok', score)
  }
  const inOrder: Answer = { order: (models) => models, shuffle: (trials) => trials, result }
  fc.assert(
    fc.property(
      fc.integer(),
      fc.nat(400),
      fc.double({ min: 0.2, max: 0.9, noNaN: true }),
      (seed, cut, ciWidth) => {
        const plan = makePlan({
          seed,
          models: ['a', 'b', 'c'].map((name) => makePlanned(name)),
          tasks: [makeTask({ querySize: 45 })],
          shots: [0, 1],
          draws: 2,
        })
        const whole = runUntil(plan, ciWidth, new Map(), inOrder, Number.POSITIVE_INFINITY)
        const otherOrder: Answer = {
          order: (models) => models.toReversed(),
          shuffle: (trials) => trials.toReversed(),
          result,
        }
        const part = runUntil(plan, ciWidth, new Map(), otherOrder, cut)
        const resumed = runUntil(plan, ciWidth, part, inOrder, Number.POSITIVE_INFINITY)
        expect([...resumed.keys()].toSorted()).toEqual([...whole.keys()].toSorted())

        const decisions = (rows: ReadonlyMap<string, Result>) => {
          const stop = earlyStop(plan, { ciWidth }, meterOfScores)
          for (const row of rows.values()) stop.add(row)
          return stop.decisions()
        }
        expect(decisions(resumed)).toEqual(decisions(whole))
        // Pairs are complete: each model has exactly the items that are needed.
        for (const { place, needed, complete } of decisions(whole)) {
          expect(complete).toBe(true)
          for (const { model } of plan.models) {
            const has = [...whole.values()].filter(
              (row) => row.model === model.name && row.shots === place.shots,
            )
            expect(new Set(has.map(({ item }) => item)).size).toBe(needed)
          }
        }
      },
    ),
    { numRuns: 60 },
  )
})
