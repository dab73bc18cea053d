/** A judge gave no usable reply: what asked it has no score, which is not a score of 0. */
export class NoJudgement extends Error {
  override readonly name = 'NoJudgement'
}
