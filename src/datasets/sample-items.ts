import type { ItemSample } from '../domain/data-source.ts'
import { digestOf } from '../domain/digest.ts'
import { InputError } from '../domain/input-error.ts'
import type { LocatedItem, Place } from './item-record.ts'

/**
 * A fixed sample, in file order: the `count` items whose digest of seed and id is smallest. It depends on no other
 * item: one that is added to the file takes at most one place, and a larger count keeps the smaller's items.
 *
 * @param place where the sample is written, for messages
 * @throws InputError where there are fewer items
 */
export function sampleItems(
  items: readonly LocatedItem[],
  { count, seed }: ItemSample,
  place: Place = {},
): readonly LocatedItem[] {
  if (count > items.length)
    throw new InputError({
      ...place,
      message: `sample: found count ${count}, but there are ${items.length} items`,
    })
  const chosen = new Set(
    items
      .map((located) => ({ located, digest: digestOf('sample', String(seed), located.item.id) }))
      .sort((a, b) => (a.digest < b.digest ? -1 : 1))
      .slice(0, count)
      .map(({ located }) => located),
  )
  return items.filter((located) => chosen.has(located))
}
