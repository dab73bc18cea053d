import { digestOf } from '../domain/digest.ts'
import { InputError, type Problem, unknownName } from '../domain/input-error.ts'
import type { LocatedItem } from './item-source.ts'
import { type Place, placeText } from './place.ts'

/** A task's items in their two roles, both in file order. */
export interface SplitItems {
  /** May be shown. */
  readonly pool: readonly LocatedItem[]
  /** Are asked. */
  readonly queries: readonly LocatedItem[]
}

/**
 * Keeps `count` items for demonstrations: those whose digest of task name and id is smallest. The choice
 * depends on no seed, and an item that is added changes at most one place in it. An item without a target cannot be
 * shown, so it is left to be asked.
 */
export function poolByCount(items: readonly LocatedItem[], count: number, task: string): SplitItems {
  const chosen = new Set(
    items
      .filter(({ item }) => item.targets[0] !== '')
      .map((located) => ({ located, digest: digestOf('pool', task, located.item.id) }))
      .sort((a, b) => (a.digest < b.digest ? -1 : 1))
      .slice(0, count)
      .map(({ located }) => located),
  )
  return splitBy(items, (located) => chosen.has(located))
}

/** Keeps the items with these ids for demonstrations. @throws InputError where an id is unknown. */
export function poolByIds(
  items: readonly LocatedItem[],
  ids: readonly string[],
  placeOf: (index: number) => Place,
): SplitItems {
  checkIds(items, ids, placeOf)
  const chosen = new Set(ids)
  return splitBy(items, ({ item }) => chosen.has(item.id))
}

/** Checks that ids are those of items, each once. @throws InputError */
export function checkIds(
  items: readonly LocatedItem[],
  ids: readonly string[],
  placeOf: (index: number) => Place,
): void {
  const known = new Set(items.map(({ item }) => item.id))
  const problems = ids.flatMap((id, index): Problem[] => {
    if (!known.has(id)) return [idProblem(id, known, placeOf(index))]
    return ids.indexOf(id) < index
      ? [{ ...placeOf(index), message: `the item id "${id}" is given twice` }]
      : []
  })
  const [first, ...others] = problems
  if (first !== undefined) throw new InputError(first, ...others)
}

const MOST_NAMES = 20

function idProblem(id: string, known: Iterable<string>, place: Place): Problem {
  const problem = unknownName('item id', id, known, place)
  const { allowed = [] } = problem
  // Between numbers every one is near.
  const nearest = /^\d+$/.test(id) ? undefined : problem.nearest
  if (allowed.length <= MOST_NAMES) return { ...problem, nearest }
  return { ...problem, nearest, allowed: [...allowed.slice(0, MOST_NAMES), `… (${allowed.length} in all)`] }
}

/**
 * What is in both pool and queries, by id or by the fields that the template shows: its answer would
 * stand in the prompt.
 */
export function overlap({ pool, queries }: SplitItems, shownFields: Iterable<string>): readonly Problem[] {
  const names = [...shownFields]
  const contentOf = ({ item }: LocatedItem): string => JSON.stringify(names.map((name) => item.fields[name]))
  const byId = new Map(pool.map((located) => [located.item.id, located]))
  const byContent = new Map(pool.map((located) => [contentOf(located), located]))
  return queries.flatMap((query): Problem[] => {
    const same = byId.get(query.item.id)
    if (same !== undefined)
      return [{ ...query.place, message: `the id "${query.item.id}" ${alsoInPool(same)}` }]
    const alike = names.length === 0 ? undefined : byContent.get(contentOf(query))
    if (alike === undefined) return []
    const message = `the input "${query.item.input}" ${alsoInPool(alike)}`
    return [
      { ...query.place, message, hint: 'remove one, or list the ids of the pool so that both are in it' },
    ]
  })
}

function alsoInPool({ place }: LocatedItem): string {
  return `is also in the pool (${placeText(place)}), so its answer would be shown`
}

function splitBy(items: readonly LocatedItem[], isPool: (located: LocatedItem) => boolean): SplitItems {
  return {
    pool: items.filter(isPool),
    queries: items.filter((located) => !isPool(located)),
  }
}
