import { describe, expect, test } from 'vitest'
import { cutAtStop } from '../../src/domain/cut-at-stop.ts'
import { LENGTH_WORDS } from '../../src/domain/length-words.ts'
import type { Likelihood } from '../../src/domain/likelihood.ts'
import type { Result } from '../../src/domain/result.ts'
import type { Task } from '../../src/domain/task.ts'
import { completionOf } from '../../src/providers/ollama/completion.ts'
import { toFinishReason } from '../../src/providers/openai/finish-reason.ts'
import { rescoreTrial } from '../../src/run/rescore-trial.ts'
import { withScoringOf } from '../../src/run/with-scoring-of.ts'
import { compileScorers } from '../../src/scorers/compile-scorers.ts'
import { makeItem, makeTask } from '../fixtures/tasks.ts'

const ROW: Result = {
  ...{ trialKey: 'k', model: 'm', provider: 'p', engine: 'e', family: 'F', task: 'echo', taskVersion: '1' },
  ...{
    rendering: 'raw',
    instruction: 'off',
    control: 'gold',
    sampling: 'shared',
    shots: 0,
    draw: 0,
    repeat: 0,
  },
  ...{ item: 'q0', outcome: 'ok', target: 'Paris', scores: {}, attempts: 1, finishedAt: '' },
}

const likelihood = (text: string, logProbability: number, unconditional?: number): Likelihood => ({
  ...{ text, logProbability, tokens: 1 },
  ...(unconditional === undefined ? {} : { unconditional }),
})

describe('what a row tells of a cut', () => {
  test.each([
    'stop',
    'eos',
    'end_turn',
    'stop_sequence',
    'length',
    'max_tokens',
    'content_filter',
    'refusal',
  ])('OpenAI and its like say %s', (word) => {
    expect(LENGTH_WORDS.has(word)).toBe(toFinishReason(word) === 'length')
  })

  test('Ollama says length, and breaks off where a model loops', () => {
    const answer = {
      ...{
        text: 'ha '.repeat(40),
        thinking: undefined,
        servedModel: 'm',
        promptTokens: 1,
        completionTokens: 2,
      },
      ...{ done: true, doneReason: 'length' },
    }
    const asked = { provider: 'p', model: 'm', numCtx: 100, maxTokens: 2 }
    for (const one of [answer, { ...answer, done: false }]) {
      const { finishReason, rawFinishReason } = completionOf(one, asked)
      expect([finishReason, LENGTH_WORDS.has(rawFinishReason ?? '')]).toEqual(['length', true])
    }
  })

  test('a response that we cut at a stop is not one that the limit ended', () => {
    const cut = cutAtStop({ text: 'a\nb', finishReason: 'length', rawFinishReason: 'length' }, ['\n'])
    expect(cut).toEqual({ text: 'a', finishReason: 'stop' })
    const refused = { text: 'a\nb', finishReason: 'refused', rawFinishReason: 'content_filter' } as const
    expect(cutAtStop(refused, ['\n'])).toEqual({ ...refused, text: 'a' })
  })
})

describe('rows with likelihoods are scored from them', () => {
  const item = makeItem('q0', 'capital of France', 'Paris', { choices: ['Rome', 'Paris'] })
  // Rome is likelier in all, Paris by the byte and against what is likely anyway.
  const likelihoods = [likelihood(' Rome', -2, -1), likelihood(' Paris', -2.1, -9)]
  const chosen: Result = { ...ROW, finishReason: 'likelihood', answer: 'Rome', likelihoods }
  const taskOf = (normalise: string): Task =>
    makeTask({
      likelihood: { of: 'choices', unconditionalPrompt: 'Answer:' },
      metrics: [
        {
          ...{ metric: 'choice_accuracy', extraction: 'first_line', column: 'score_choice_accuracy' },
          options: { normalise },
        },
      ],
      primary: 'score_choice_accuracy',
    })

  test.each([
    ['none', 'Rome', 0],
    ['bytes', 'Paris', 1],
    ['unconditional', 'Paris', 1],
  ])('choices compared by %s: %s', async (normalise, answer, score) => {
    expect(await rescoreTrial(chosen, item, compileScorers(taskOf(normalise)))).toEqual({
      ...{ outcome: 'ok', answer, error: undefined },
      scores: { score_choice_accuracy: score },
    })
  })

  test('the likelihood of a target, beside the answer', async () => {
    const column = 'score_target_loglikelihood'
    const task = makeTask({
      likelihood: { of: 'target' },
      metrics: [
        ...makeTask().metrics,
        { metric: 'target_loglikelihood', extraction: 'first_line', options: {}, column },
      ],
    })
    const row: Result = { ...ROW, response: ' Paris\n', likelihoods: [likelihood(' Paris', -3)] }
    const plain = makeItem('q0', 'capital of France', 'Paris')
    const rescored = await rescoreTrial(row, plain, compileScorers(task))
    expect(rescored?.scores).toEqual({ score_exact_match: 1, [column]: -0.5 })
    const without = await rescoreTrial({ ...row, likelihoods: undefined }, plain, compileScorers(task))
    expect(without?.scores).toEqual({ score_exact_match: 1 })
    // To add the metric is not to ask another question; to choose instead of to answer is.
    expect(withScoringOf(makeTask(), task)?.metrics).toHaveLength(2)
    expect(withScoringOf(makeTask(), { ...task, likelihood: { of: 'choices' } })).toBeUndefined()
  })
})

test.each(['failed', 'skipped'] as const)('a trial that %s has nothing to score', (outcome) => {
  const item = makeItem('q0', 'x', 'y')
  expect(rescoreTrial({ ...ROW, outcome }, item, compileScorers(makeTask()))).toBeUndefined()
})
