import type { Model } from '../../domain/model.ts'
import type { EngineFacts } from './protocol.ts'

/**
 * One line on what the config says of a model and its file says otherwise; undefined where they agree. A config may
 * round: 135M agrees with 134,515,008.
 */
export function disagreement(model: Model, facts: EngineFacts): string | undefined {
  const parts = [
    differs(
      'parameters',
      model.parameters,
      facts.parameters,
      (said, found) => said === roundLike(said, found),
    ),
    differs(
      'quantization',
      model.quantization,
      facts.quantization,
      (said, found) => said.toLowerCase() === found.toLowerCase(),
    ),
    differs('context_length', model.contextLength, facts.trainedContext, (said, found) => said === found),
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
  return `${key} is ${said} in the config, ${found} in the file`
}

/** `found`, rounded to as many significant digits as `said` has. */
function roundLike(said: number, found: number): number {
  const digits = String(said).replace(/0+$/, '').length
  return Number(found.toPrecision(Math.min(Math.max(digits, 1), 21)))
}
