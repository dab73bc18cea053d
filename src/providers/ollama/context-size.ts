/** Context sizes are asked for in steps, so that plans of nearly the same size share a loaded model. */
const STEP = 256

/**
 * The `num_ctx` of all requests of a plan, in tokens: what the plan needs at most, rounded up, and no more than
 * the model was trained for (the server would lower it without a word).
 */
export function contextSize(needed: number, limits: readonly (number | undefined)[]): number {
  const rounded = Math.max(STEP, Math.ceil(needed / STEP) * STEP)
  return Math.min(rounded, ...limits.filter((limit) => limit !== undefined))
}
