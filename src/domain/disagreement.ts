import type { Model } from './model.ts'
import type { ReportedFacts } from './provider.ts'

/**
 * One line on what the config states of a model and the opened model reports otherwise; undefined where they agree. A
 * config may round (135M agrees with 134,515,008), and may use less context than there is: only more disagrees.
 */
export function disagreement(model: Model, reported: ReportedFacts): string | undefined {
  const parts = [
    differs(
      'parameters',
      model.parameters,
      reported.parameters,
      (said, found) => said === roundLike(said, found),
    ),
    differs(
      'quantization',
      model.quantization,
      reported.quantization,
      (said, found) => said.toLowerCase() === found.toLowerCase(),
    ),
    differs('context_length', model.contextLength, reported.contextLength, (said, found) => said <= found),
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : `${model.name}: ${parts.join('; ')}`
}

function differs<T>(
  key: string,
  said: T | undefined,
  found: T | undefined,
  agree: (said: T, found: T) => boolean,
): string | undefined {
  if (said === undefined || found === undefined || agree(said, found)) return undefined
  return `${key} is ${said} in the config, ${found} in the model`
}

/** `found`, rounded to as many significant digits as `said` has. */
function roundLike(said: number, found: number): number {
  const digits = String(said).replace(/0+$/, '').replace('.', '').length
  return Number(found.toPrecision(Math.min(Math.max(digits, 1), 21)))
}
