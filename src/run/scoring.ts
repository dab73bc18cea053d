import type { Item } from '../domain/item.ts'
import type { Outcome } from '../domain/outcome.ts'
import type { Task } from '../domain/task.ts'

/** What scoring makes of one response. */
export interface Scored {
  /** The primary extraction's answer; `undefined` when it found none. */
  readonly answer: string | undefined
  /** False when more text could still have changed the answer: a response cut there is `truncated`. */
  readonly complete: boolean
  /** By score column. */
  readonly scores: { readonly [column: string]: number }
}

/**
 * Scores responses to one task's queries; made once a task. Under an outcome that ended the response before its answer
 * was complete, discontinuous metrics score 0.
 */
export type ScoreResponse = (response: string, query: Item, outcome: Outcome) => Scored

/** The scorer of a task, handed in by the command: running knows no metric. */
export type ScorerOf = (task: Task) => ScoreResponse
