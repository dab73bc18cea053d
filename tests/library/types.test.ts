// Types alone: `tsc` checks this file, and running it only says that it is whole.
import { describe, expectTypeOf, test } from 'vitest'
import type * as z from 'zod'
import type { configSchema } from '../../src/config/config-schema.ts'
import type { modelSchema } from '../../src/config/model-schema.ts'
import type { providerSchema } from '../../src/config/provider-schema.ts'
import type { runSchema } from '../../src/config/run-schema.ts'
import type { suiteSchema } from '../../src/config/suite-schema.ts'
import {
  type CompareOptions,
  type Comparison,
  type Config,
  type CurveOptions,
  type CustomProvider,
  type CustomRequest,
  compareRuns,
  type DataFileConfig,
  defineScorer,
  InputError,
  type ItemConfig,
  type ItemScore,
  type JudgeItemsOptions,
  type JudgeScoresOptions,
  judgeItems,
  judgeScores,
  type ModelConfig,
  type Point,
  type ProviderConfig,
  ProviderError,
  type Result,
  type RunConfig,
  type RunSuiteOptions,
  type RunSummary,
  readCurves,
  readTrials,
  runSuite,
  type Score,
  type SuiteConfig,
  type TaskConfig,
  type VerdictRow,
} from '../../src/index.ts'
import type { OPTIONS } from '../../src/library/check-options.ts'

/** Schemas take lists that may be written to; a value of one's own is only read. */
type Writable<T> = T extends readonly (infer Member)[]
  ? Writable<Member>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T

type Options<Of extends keyof typeof OPTIONS> = z.input<(typeof OPTIONS)[Of]>
type WrittenSuite = z.input<ReturnType<typeof suiteSchema>>
type WrittenTask = WrittenSuite['tasks'][number]
type WrittenFile = Extract<WrittenTask['items'], { file: string }>
type WrittenItem = Extract<WrittenTask['items'], { input: string }[]>[number]
type WrittenProvider = z.input<typeof providerSchema>
type OfType<Entry, Type> = Extract<Entry, { type: Type }>

describe('what may be written in code is what may be written in a file', () => {
  test('keys', () => {
    expectTypeOf<keyof ModelConfig>().toEqualTypeOf<keyof z.input<typeof modelSchema>>()
    expectTypeOf<keyof RunConfig>().toEqualTypeOf<keyof z.input<typeof runSchema>>()
    expectTypeOf<keyof Config>().toEqualTypeOf<keyof z.input<typeof configSchema>>()
    expectTypeOf<keyof SuiteConfig>().toEqualTypeOf<keyof WrittenSuite>()
    expectTypeOf<keyof TaskConfig>().toEqualTypeOf<keyof WrittenTask>()
    expectTypeOf<keyof DataFileConfig>().toEqualTypeOf<keyof WrittenFile>()
    expectTypeOf<ProviderConfig['type']>().toEqualTypeOf<WrittenProvider['type']>()
    expectTypeOf<keyof OfType<ProviderConfig, 'llama'>>().toEqualTypeOf<
      keyof OfType<WrittenProvider, 'llama'>
    >()
    expectTypeOf<keyof OfType<ProviderConfig, 'ollama'>>().toEqualTypeOf<
      keyof OfType<WrittenProvider, 'ollama'>
    >()
    expectTypeOf<keyof OfType<ProviderConfig, 'openai'>>().toEqualTypeOf<
      keyof OfType<WrittenProvider, 'openai'>
    >()
    expectTypeOf<keyof OfType<ProviderConfig, 'simulated'>>().toEqualTypeOf<
      keyof OfType<WrittenProvider, 'simulated'>
    >()
    expectTypeOf<keyof NonNullable<TaskConfig['template']>>().toEqualTypeOf<
      keyof NonNullable<WrittenTask['template']>
    >()
    expectTypeOf<keyof NonNullable<TaskConfig['decoding']>>().toEqualTypeOf<
      keyof NonNullable<WrittenTask['decoding']>
    >()
  })

  test('options', () => {
    expectTypeOf<keyof RunSuiteOptions>().toEqualTypeOf<keyof Options<'runSuite'>>()
    expectTypeOf<keyof CurveOptions>().toEqualTypeOf<keyof Options<'readCurves'>>()
    expectTypeOf<keyof CompareOptions>().toEqualTypeOf<keyof Options<'compareRuns'>>()
    expectTypeOf<keyof JudgeItemsOptions>().toEqualTypeOf<keyof Options<'judgeItems'>>()
    expectTypeOf<keyof JudgeScoresOptions>().toEqualTypeOf<keyof Options<'judgeScores'>>()
  })

  test('values: all that the types allow has its place in the schema', () => {
    expectTypeOf<Writable<RunConfig>>().toExtend<z.input<typeof runSchema>>()
    expectTypeOf<Writable<ModelConfig>>().toExtend<z.input<typeof modelSchema>>()
    expectTypeOf<Writable<ProviderConfig>>().toExtend<WrittenProvider>()
    expectTypeOf<Writable<NonNullable<TaskConfig['template']>>>().toExtend<
      NonNullable<WrittenTask['template']>
    >()
    expectTypeOf<Writable<Pick<ItemConfig, 'input' | 'target' | 'id' | 'group'>>>().toExtend<WrittenItem>()
  })
})

describe('what comes back', () => {
  test('functions', () => {
    expectTypeOf(runSuite).returns.resolves.toEqualTypeOf<RunSummary>()
    expectTypeOf(readTrials).returns.toExtend<AsyncIterable<Result>>()
    expectTypeOf(readCurves).returns.resolves.toHaveProperty('points').toEqualTypeOf<readonly Point[]>()
    expectTypeOf(readCurves)
      .returns.resolves.toHaveProperty('verdicts')
      .toEqualTypeOf<readonly VerdictRow[]>()
    expectTypeOf(compareRuns).returns.resolves.toEqualTypeOf<readonly Comparison[]>()
    expectTypeOf(judgeScores).parameter(0).toEqualTypeOf<readonly Score[]>()
    expectTypeOf(judgeItems).parameter(0).toEqualTypeOf<readonly ItemScore[]>()
    expectTypeOf<RunSummary['exitCode']>().toEqualTypeOf<0 | 1 | 2 | 3 | 130>()
    expectTypeOf<RunSummary['state']>().toEqualTypeOf<
      'complete' | 'some-failed' | 'bad-input' | 'stopped-by-budget' | 'interrupted'
    >()
    expectTypeOf<VerdictRow['verdict']>().toEqualTypeOf<
      'emergent' | 'metric_artefact' | 'smooth' | 'flat' | 'undetermined' | 'not_identifiable'
    >()
    expectTypeOf<InputError>().toExtend<Error>()
    expectTypeOf<ProviderError['retryable']>().toEqualTypeOf<boolean>()
  })

  test('numbers of a comparison only where there are some; a score only where something was scored', () => {
    const read = (one: Comparison): number | string =>
      one.state === 'estimated' ? one.difference : one.reason
    expectTypeOf(read).returns.toEqualTypeOf<number | string>()
    // @ts-expect-error: not before its state is known
    const early = (one: Comparison): number => one.difference
    expectTypeOf(early).toBeFunction()
    expectTypeOf<Point['score']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<Result['scores'][string]>().toExtend<number | undefined>()
  })
})

describe('what cannot be written', () => {
  test('slips that the compiler finds', () => {
    // @ts-expect-error: a config is needed
    const none: Parameters<typeof runSuite>[0] = {}
    // @ts-expect-error: no such type of provider
    const type: ProviderConfig = { type: 'openay' }
    // @ts-expect-error: a model has a family
    const family: ModelConfig = { name: 'a', provider: 'p' }
    // @ts-expect-error: a key itself is never written
    const key: ProviderConfig = { type: 'openai', api_key: 'sk-secret' }
    // @ts-expect-error: a provider of one's own names its version
    const version: CustomProvider = { complete: () => '' }
    // @ts-expect-error: a control that is none
    const control: RunConfig = { controls: ['golden'] }
    // @ts-expect-error: results are only read
    const write = (trial: Result) => Object.assign<Result, never>(trial, { outcome: 'ok' })
    expectTypeOf([none, type, family, key, version, control, write]).toBeArray()
  })

  test('what can', () => {
    expectTypeOf<{ type: 'openai'; api_key: '${OPENAI_API_KEY}' }>().toExtend<ProviderConfig>()
    expectTypeOf((_: CustomRequest) => 'text').toExtend<CustomProvider['complete']>()
    expectTypeOf(async (_: CustomRequest) => ({ text: 'text' })).toExtend<CustomProvider['complete']>()
    expectTypeOf(defineScorer).parameter(0).toHaveProperty('kind')
    expectTypeOf(new ProviderError('', { provider: 'p', kind: 'server' })).toExtend<Error>()
    expectTypeOf(InputError).toBeConstructibleWith('message')
  })
})
