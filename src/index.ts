// What code outside this package may use (docs/library.md). Nothing is loaded or done before a function is called.
export type {
  ChatMessage,
  CustomAnswer,
  CustomLikelihood,
  CustomLikelihoodRequest,
  CustomPrompt,
  CustomProvider,
  CustomRequest,
} from './domain/custom-provider.ts'
export { type AskLimits, defineScorer, type Scorer, type ScorerInput } from './domain/custom-scorer.ts'
export { InputError, type Problem } from './domain/input-error.ts'
export type { Point } from './domain/point.ts'
export { ProviderError, type ProviderErrorFacts, type ProviderErrorKind } from './domain/provider-error.ts'
export type { Result } from './domain/result.ts'
export type { Verdict, VerdictRow } from './domain/verdict-row.ts'
export { type CompareOptions, type Comparison, compareRuns } from './library/compare-runs.ts'
export type { Config } from './library/config.ts'
export type { CurveOptions, Curves } from './library/curves.ts'
export { type ItemScore, type JudgeItemsOptions, judgeItems } from './library/judge-items.ts'
export { type JudgeScoresOptions, judgeScores, type Score } from './library/judge-scores.ts'
export type { ModelConfig, Size, WeightsConfig } from './library/model-config.ts'
export type { ProviderConfig, SimulatedConfig, TruthConfig } from './library/provider-config.ts'
export { readCurves } from './library/read-curves.ts'
export { readTrials } from './library/read-trials.ts'
export type { BudgetConfig, PerTaskConfig, RunConfig } from './library/run-config.ts'
export {
  type Clock,
  type RunState,
  type RunSuiteOptions,
  type RunSummary,
  runSuite,
} from './library/run-suite.ts'
export type {
  DataFileConfig,
  ExtractionConfig,
  ItemConfig,
  MetricConfig,
  SuiteConfig,
  TaskConfig,
  TaskDefaultsConfig,
} from './library/suite-config.ts'
