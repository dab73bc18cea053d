import type { Item } from '../domain/item.ts'
import { LENGTH_WORDS } from '../domain/length-words.ts'
import { isScored, type Outcome } from '../domain/outcome.ts'
import type { Result } from '../domain/result.ts'
import { outcomeOf } from './outcome-of.ts'
import { problemText } from './problem-text.ts'
import type { Scores, TaskScorer } from './scoring.ts'

/** What scoring makes of a response that stands on file. */
export interface Rescored {
  readonly outcome: Outcome
  readonly answer: string | undefined
  readonly scores: Scores
  /** Why metrics have no score. */
  readonly error: string | undefined
}

/**
 * Extracts and scores a saved response again, as it was done when it came. `undefined` for a trial without one: it failed
 * or was skipped. A promise only where a metric gives one.
 */
export function rescoreTrial(
  result: Result,
  item: Item,
  scorer: TaskScorer,
): Rescored | Promise<Rescored> | undefined {
  if (!isScored(result.outcome)) return undefined
  const { response = '', reasoning, likelihoods, trialKey } = result
  const { outcome, answer } = foundAgain(result, item, scorer)
  const problems: string[] = []
  const scoring = scorer.score({
    ...{ item, response, reasoning, outcome, likelihoods, trialKey },
    report: (problem) => problems.push(problem),
  })
  const rescored = (scores: Scores): Rescored => ({ outcome, answer, scores, error: problemText(problems) })
  return scoring instanceof Promise ? scoring.then(rescored) : rescored(scoring)
}

/** The same precedence as for a new response: a refusal stays one, and what was cut is known from the row. */
function foundAgain(result: Result, item: Item, scorer: TaskScorer): Pick<Rescored, 'outcome' | 'answer'> {
  const { response: text = '', reasoning, likelihoods } = result
  if (scorer.choose !== undefined)
    return {
      outcome: result.outcome,
      answer: likelihoods === undefined ? result.answer : item.choices?.[scorer.choose(likelihoods)],
    }
  const found = scorer.extract(text)
  const finishReason = result.outcome === 'refused' ? 'refused' : wasCut(result) ? 'length' : 'stop'
  return { outcome: outcomeOf({ text, reasoning, finishReason }, found), answer: found.answer }
}

/** Whether the length limit ended the response: an earlier outcome tells, or the provider's own word. */
function wasCut({ outcome, finishReason }: Result): boolean {
  return outcome === 'truncated' || (finishReason !== undefined && LENGTH_WORDS.has(finishReason))
}
