import type { Item } from '../domain/item.ts'
import type { Task } from '../domain/task.ts'

/** The value of an item's field that demonstrations and query must share, as a text. */
export function matchValue(item: Item, field: string): string {
  const value = item.fields[field]
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

const pools = new WeakMap<Task, ReadonlyMap<string, readonly Item[]>>()

/** The items that may be shown to a query: all of the pool, or those that match it. In pool order. */
export function poolFor(task: Task, query: Item): readonly Item[] {
  const { match, pool } = task
  if (match === undefined) return pool
  const known = pools.get(task) ?? Map.groupBy(pool, (item) => matchValue(item, match))
  pools.set(task, known)
  return known.get(matchValue(query, match)) ?? []
}
