import { canonicalJson } from '../domain/digest.ts'
import { type Item, itemDigest } from '../domain/item.ts'
import type { Task } from '../domain/task.ts'
import { promptDigest } from './trial-group.ts'

/**
 * A task that was asked, scored as another version of it is; `undefined` where that one asks something else. What a run
 * may set by itself does not count: how many queries are asked, the temperature and the number of tokens.
 */
export function withScoringOf(asked: Task, fresh: Task): Task | undefined {
  const { extractions, metrics, primary, companion, chance, maximum } = fresh
  return asksTheSame(asked, fresh)
    ? { ...asked, extractions, metrics, primary, companion, chance, maximum }
    : undefined
}

function asksTheSame(asked: Task, fresh: Task): boolean {
  const { temperature, maxTokens } = asked.decoding
  const choosing = asked.likelihood?.of === 'choices' || fresh.likelihood?.of === 'choices'
  const alike: Task = {
    ...fresh,
    decoding: { ...fresh.decoding, temperature, maxTokens },
    // Beside an answer that is generated, a target's likelihood changes nothing of it.
    likelihood: choosing ? fresh.likelihood : asked.likelihood,
  }
  if (promptDigest(alike) !== promptDigest(asked)) return false
  if (shown(fresh) !== shown(asked)) return false
  const digests = new Map(fresh.queries.map((item) => [item.id, itemDigest(item)]))
  return asked.queries.every((item) => digests.get(item.id) === itemDigest(item))
}

/** What demonstrations depend on. */
function shown({ demonstrations, match, pool }: Task): string {
  return canonicalJson([demonstrations, match ?? null, pool.map((item: Item) => itemDigest(item))])
}
