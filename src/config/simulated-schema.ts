import * as z from 'zod'
import { parseSize } from './parse-size.ts'
import { listOf, number, orVariable, positive, rule, size, whole } from './schema-parts.ts'

const share = () => number(0, 1)

const shots = z
  .strictObject({
    zero: share().describe('At 0 shots: share of the way from the floor to the curve.'),
    half: positive().describe('Shots that close half of what is left.'),
  })
  .optional()
  .describe('How demonstrations help; without it the number of shots changes nothing.')

const range = {
  floor: share().optional().describe('Accuracy of the smallest models. Default 0.'),
  ceiling: share().optional().describe('Accuracy of the largest models.'),
  shots,
}

const truthSchema = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('flat'), level: share().describe('Accuracy of every model.') }),
      z.strictObject({
        kind: z.literal('linear'),
        ...range,
        from: size().describe('Size where the rise begins.'),
        to: size().describe('Size where it ends.'),
      }),
      z.strictObject({
        kind: z.literal('logistic'),
        ...range,
        midpoint: size().optional().describe('Size half way up. Default 1B.'),
        width: positive().optional().describe('Decades of size from 10 to 90 % of the rise. Default 2.'),
      }),
      z.strictObject({
        kind: z.literal('power-law'),
        ...range,
        scale: size().describe('Size at which the gap to the ceiling is down to 1/e.'),
        exponent: positive().describe('Steepness.'),
      }),
      z.strictObject({
        kind: z.literal('jump'),
        floor: share().describe('Accuracy below the jump.'),
        ceiling: share().describe('Accuracy from the jump on.'),
        at: size().describe('Size of the jump.'),
        slope: number(0).optional().describe('Accuracy gained in a decade of size besides. Default 0.'),
        shots,
      }),
      z.strictObject({
        kind: z.literal('kink'),
        ...range,
        at: size().describe('Size where the rise begins.'),
        to: size().describe('Size where it ends.'),
      }),
    ],
    { error: 'a mapping with a kind' },
  )
  .refine(
    (it) => it.kind === 'flat' || (it.floor ?? 0) <= (it.ceiling ?? 1),
    rule('must not be above ceiling', ['floor']),
  )
  .refine((it) => it.kind !== 'linear' || below(it.from, it.to), rule('must be below "to"', ['from']))
  .refine((it) => it.kind !== 'kink' || below(it.at, it.to), rule('must be below "to"', ['at']))

function below(a: number | string, b: number | string): boolean {
  return (parseSize(a) ?? 0) < (parseSize(b) ?? 0)
}

const FAILURE_KINDS = ['network', 'timeout', 'rate-limit', 'server', 'malformed'] as const

/** One entry of `providers` of type simulated. */
export const simulatedSchema = z
  .strictObject({
    type: z.literal('simulated'),
    seed: orVariable(z.int({ error: 'a whole number' }))
      .optional()
      .describe('Seed of all its answers. Default 1.'),
    latency_ms: orVariable(number(0)).optional().describe('Median milliseconds an answer takes. Default 0.'),
    latency_spread: orVariable(number(0))
      .optional()
      .describe('Standard deviation of the logarithm of the latency. Default 0.'),
    failure_rate: orVariable(share()).optional().describe('Share of attempts that fail. Default 0.'),
    failure_kinds: listOf(z.enum(FAILURE_KINDS), 'failure kinds')
      .optional()
      .describe('Which failures occur. Default server.'),
    retry_after_ms: orVariable(number(0))
      .optional()
      .describe('Milliseconds that a simulated rate limit asks to wait.'),
    context_length: orVariable(whole(1))
      .optional()
      .describe("Tokens of prompt and answer together; a model's own context_length wins. Default 8192."),
    concurrency: orVariable(whole(1)).optional().describe('Requests under way at once. Default 8.'),
    item_share: share()
      .optional()
      .describe("Correlation between an item's tokens that its difficulty makes. Default 0.3."),
    noise: share()
      .optional()
      .describe("Share of chance that is each prompt's own, not shared between sizes. Default 0.05."),
    scatter: number(0)
      .optional()
      .describe('How far a model lies off the curve of a task: an SD in logits. Default 0.'),
    truth: truthSchema
      .optional()
      .describe('Accuracy a token against size, for tasks that no pattern of truths names.'),
    truths: z
      .record(z.string(), truthSchema, { error: 'a mapping from task-name patterns to truths' })
      .optional()
      .describe('By task-name pattern, where * is any run of characters; the first that matches.'),
  })
  .refine(
    (it) => (it.item_share ?? 0.3) + (it.noise ?? 0.05) <= 1,
    rule('item_share and noise together must not exceed 1', ['noise']),
  )
  .describe('Invented answers along a declared curve, labelled simulated everywhere.')
