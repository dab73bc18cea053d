import * as z from 'zod'
import { checkValue, valueAt } from '../config/check-value.ts'
import type { Place, ValuePath } from '../config/place.ts'
import { pathText } from '../config/plain-data.ts'
import { listOf, number, positive, text, whole } from '../config/schema-parts.ts'
import { throwProblems } from '../config/throw-problems.ts'

const names = (what: string) => listOf(text('a name'), what).optional()
const call = () => z.custom((value) => typeof value === 'function', { error: 'a function' }).optional()
const signal = () => z.custom((value) => value instanceof AbortSignal, { error: 'an AbortSignal' }).optional()
const shots = () => listOf(whole(0), 'whole numbers').optional()
const join = () => listOf(z.enum(['family', 'tuning', 'quantization']), 'names').optional()
/** What is checked where it is read, as it is in a file. */
const elsewhere = () => z.unknown().optional()

/** The options of each function, as schemas: a slip is told also to who writes no types. */
export const OPTIONS = {
  runSuite: z.strictObject({
    config: elsewhere(),
    suite: elsewhere(),
    folder: text('a folder').optional(),
    run: text('a name').optional(),
    data: text('a path').optional(),
    tasks: names('task names'),
    models: names('model names'),
    shots: shots(),
    limit: whole(1).optional(),
    seed: whole(0).optional(),
    budget: z
      .strictObject({
        usd: number(0).optional(),
        tokens: whole(1).optional(),
        minutes: positive().optional(),
      })
      .optional(),
    retryFailed: z.boolean({ error: 'true or false' }).optional(),
    join: join(),
    onTrial: call(),
    onNotice: call(),
    signal: signal(),
    drainSignal: signal(),
    env: elsewhere(),
    fetch: call(),
    clock: z.strictObject({ now: call(), monotonic: call(), sleep: call() }).optional(),
  }),
  readCurves: z.strictObject({ join: join() }),
  compareRuns: z.strictObject({
    tasks: names('task names'),
    models: names('model names'),
    pairs: z
      .array(z.strictObject({ a: text('a name'), b: text('a name') }), { error: 'a list of pairs' })
      .min(1, { error: 'a list of at least one pair' })
      .optional(),
    metrics: names('metric names'),
    shots: shots(),
  }),
  judgeItems: z.strictObject({
    primary: text('a name'),
    companion: text('a name').optional(),
    companionUnit: z.enum(['fraction', 'nats_per_byte']).optional(),
    chance: z
      .union([z.number(), z.record(z.string(), z.number())], { error: 'a number, or numbers by task' })
      .optional(),
    source: text('a name').optional(),
    join: join(),
  }),
  judgeScores: z.strictObject({
    companions: z
      .record(z.string(), text('a name'), { error: 'a mapping from metrics to metrics' })
      .optional(),
    source: text('a name').optional(),
  }),
} as const

/** @throws InputError for an option that is unknown or out of range */
export function checkOptions(of: keyof typeof OPTIONS, options: unknown): void {
  const placeOf = (path: ValuePath): Place =>
    path.length === 0 || valueAt(options, path) !== undefined
      ? { file: pathText('options', path) }
      : placeOf(path.slice(0, -1))
  const checked = checkValue(OPTIONS[of], options, {
    placeOf,
    placeOfKey: (path, key) => placeOf([...path, key]),
  })
  if (!checked.ok) throwProblems(checked.issues.map(({ problem }) => problem))
}
