import { type Digest, digestOf } from '../domain/digest.ts'
import { type Item, itemDigest } from '../domain/item.ts'
import type { Condition } from '../domain/trial.ts'
import { applyControl } from '../prompts/controls.ts'
import type { Demonstration } from '../prompts/demonstration.ts'
import { demonstrationOrder } from '../prompts/draw-demonstrations.ts'
import { matchValue, poolFor } from '../prompts/match.ts'

/** The demonstrations of one draw: all that may be shown in order, and a digest of each prefix of it. */
export interface Draw {
  readonly demonstrations: readonly Demonstration[]
  /** The first k of them; the same list at every call, so that what is made of it can be kept. */
  shown(shots: number): readonly Demonstration[]
  /** Content digest of the first k demonstrations as they are shown. */
  digest(shots: number): Digest
}

/**
 * What of a query its draw depends on, beside the condition: nothing, the value that its demonstrations must share, or
 * all of it. Queries of one source have one draw.
 */
export function drawSource({ task, sampling }: Condition, query: Item): string {
  if (sampling === 'per-query') return query.id
  return task.match === undefined ? '' : matchValue(query, task.match)
}

/** The draw of a condition for a query. Depends on its arguments alone. */
export function drawFor(condition: Condition, seed: number, query: Item): Draw {
  const { task, draw } = condition
  const source = drawSource(condition, query)
  const stream = [seed, task.name, draw, ...(source === '' ? [] : [source])]
  return makeDraw(condition, demonstrationOrder(task, stream, poolFor(task, query)), stream)
}

function makeDraw(condition: Condition, order: readonly Item[], stream: readonly (string | number)[]): Draw {
  const demonstrations = applyControl(condition.control, order, stream)
  const digests: Digest[] = [digestOf()]
  const shown = new Map<number, readonly Demonstration[]>()
  return {
    demonstrations,
    shown: (shots) => {
      const known = shown.get(shots)
      if (known !== undefined) return known
      const made = demonstrations.slice(0, shots)
      shown.set(shots, made)
      return made
    },
    digest: (shots) => {
      for (let shown = digests.length; shown <= shots; shown++) {
        const { item, label } = demonstrations[shown - 1] as Demonstration
        digests.push(
          digestOf(digests[shown - 1] as Digest, itemDigest(item), label === undefined ? '' : `=${label}`),
        )
      }
      return digests[shots] as Digest
    },
  }
}
