/**
 * Akaike's criterion corrected for small samples: −2l + 2p + 2p(p + 1) ÷ (M − p − 1) (Hurvich and Tsai 1989, equation
 * 3). M is the number of sizes, not of trials: sizes are what a curve is a sample of. Undefined where M − p − 1 ≤ 0.
 * @param parameters p, the number that were fitted
 */
export function aicc(logLikelihood: number, parameters: number, sizes: number): number | undefined {
  const spare = sizes - parameters - 1
  if (spare <= 0) return undefined
  return -2 * logLikelihood + 2 * parameters + (2 * parameters * (parameters + 1)) / spare
}
