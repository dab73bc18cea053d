import type { Likelihood } from '../domain/likelihood.ts'
import type { AnswerContext } from '../domain/metric.ts'
import type { Task } from '../domain/task.ts'

/** What the primary extraction made of a response. */
export interface PrimaryAnswer {
  /** `undefined` when it found none. */
  readonly answer: string | undefined
  /** False when more text could still have changed the answer: a response cut there is `truncated`. */
  readonly complete: boolean
}

/** By score column. */
export interface Scores {
  readonly [column: string]: number
}

/** Scores responses to one task's queries; made once a task. */
export interface TaskScorer {
  extract(response: string): PrimaryAnswer
  /** Under an outcome that ended the response before its answer was complete, discontinuous metrics score 0. */
  score(context: AnswerContext): Scores | Promise<Scores>
  /**
   * The place of the choice that counts as the answer: the one that the primary metric goes by. Absent where the task's
   * trials generate an answer.
   */
  choose?: ((likelihoods: readonly Likelihood[]) => number) | undefined
}

/** The scorer of a task, handed in by the command: running knows no metric. */
export type ScorerOf = (task: Task) => TaskScorer
