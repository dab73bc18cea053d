import { type Digest, digestOf } from '../domain/digest.ts'
import { type Item, itemDigest } from '../domain/item.ts'
import type { Condition } from '../domain/trial.ts'
import { applyControl } from '../prompts/controls.ts'
import type { Demonstration } from '../prompts/demonstration.ts'
import { demonstrationOrder } from '../prompts/draw-demonstrations.ts'

/** The demonstrations of one draw: the whole pool in order, and a digest of each prefix of it. */
export interface Draw {
  readonly demonstrations: readonly Demonstration[]
  /** The first k of them; the same list at every call, so that what is made of it can be kept. */
  shown(shots: number): readonly Demonstration[]
  /** Content digest of the first k demonstrations as they are shown. */
  digest(shots: number): Digest
}

/** The draw of a condition, for one query where sampling is per query. Depends on its arguments alone. */
export function drawFor(condition: Condition, seed: number, query: Item): Draw {
  const stream = [seed, condition.task.name, condition.draw]
  if (condition.sampling === 'per-query') return makeDraw(condition, [...stream, query.id])
  return makeDraw(condition, stream)
}

function makeDraw(condition: Condition, stream: readonly (string | number)[]): Draw {
  const order = demonstrationOrder(condition.task, stream)
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
