import { type Digest, digestOf } from '../domain/digest.ts'
import type { Task } from '../domain/task.ts'
import type { PlannedModel, Trial } from '../domain/trial.ts'
import type { TaskScorer } from './scoring.ts'
import type { TrialGroup } from './trial-group.ts'

/** A question to a judge, and the trial for which it is asked. */
export interface JudgeQuestion {
  readonly question: string
  /** Tokens of the reply at most. */
  readonly maxTokens: number
  readonly trialKey: string
}

/** What a judgement is kept by: who is asked what. The same question about another trial is the same judgement. */
export function judgementKey(
  { model, identity }: PlannedModel,
  { question, maxTokens }: Pick<JudgeQuestion, 'question' | 'maxTokens'>,
): Digest {
  return digestOf('judgement', model.name, identity.digest, identity.engine, String(maxTokens), question)
}

/** A judgement as a trial of the judge: the whole question is the prompt; its item is the trial that asks. */
export function judgeTrial(
  planned: PlannedModel,
  asked: JudgeQuestion,
  rendering: 'raw' | 'chat',
): { readonly trial: Trial; readonly group: TrialGroup } {
  const { question, trialKey } = asked
  const condition = {
    task: judgingTask(asked.maxTokens),
    rendering,
    instruction: 'off',
    control: 'gold',
    sampling: 'shared',
    draw: 0,
  } as const
  const trial: Trial = {
    ...condition,
    planned,
    shots: 0,
    repeat: 0,
    query: { id: trialKey, input: question, targets: [''], fields: { input: question, target: '' } },
    key: judgementKey(planned, asked),
  }
  const drawOf = (): never => {
    throw new Error('a judgement shows no demonstrations')
  }
  return { trial, group: { condition, planned, size: 1, at: () => trial, drawOf } }
}

/** Keeps the reply as it is: what it says is for the metric to read. */
export const KEEPS_REPLY: TaskScorer = {
  extract: (response) => ({ answer: response.trim() || undefined, complete: false }),
  score: () => ({}),
}

const tasks = new Map<number, Task>()

function judgingTask(maxTokens: number): Task {
  const known = tasks.get(maxTokens)
  if (known !== undefined) return known
  const made: Task = {
    name: 'judge',
    suite: 'judge',
    version: '1',
    template: {
      input: '{{ input }}',
      target: '{{ target }}',
      targetDelimiter: '',
      demonstrationDelimiter: '',
    },
    demonstrations: 'first',
    pool: [],
    queries: [],
    decoding: { maxTokens, temperature: 0, stop: [] },
    extractions: [{ name: 'whole', type: 'whole', options: {} }],
    metrics: [{ metric: 'judge', extraction: 'whole', options: {}, column: '' }],
    primary: '',
    chance: 0,
    maximum: 1,
  }
  tasks.set(maxTokens, made)
  return made
}
