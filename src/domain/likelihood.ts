/** How likely a model finds a text after a prompt, token by token under teacher forcing. */
export interface Likelihood {
  /** The text that was scored, what delimits it from the prompt included: ` Paris`. */
  readonly text: string
  /** Sum of ln p over its tokens, in nats; at most 0. */
  readonly logProbability: number
  /** Tokens that follow the prompt when both are tokenised together. */
  readonly tokens: number
  /** Greedy decoding would have said just this; undefined where the provider does not tell. */
  readonly greedy?: boolean | undefined
  /** ln p of the same text after a prompt that asks nothing; only where the task wants it. */
  readonly unconditional?: number | undefined
}

/** UTF-8 bytes of the scored text: what a log-likelihood is divided by, since tokens differ between models. */
export function likelihoodBytes(likelihood: Likelihood): number {
  return Buffer.byteLength(likelihood.text)
}
