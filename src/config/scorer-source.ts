import type { Scorer } from '../domain/custom-scorer.ts'
import type { Digest } from '../domain/digest.ts'

/** A scorer file that was read and run. */
export interface LoadedScorer {
  readonly scorer: Scorer
  /** Of the file's text. */
  readonly digest: Digest
}

/** Loads the scorer in a file. @throws InputError where the file holds none */
export type ScorerSource = (path: string) => Promise<LoadedScorer>
