import { InputError } from '../domain/input-error.ts'
import type { ItemSource, LocatedItem } from './item-source.ts'
import type { WrittenItems, WrittenPool } from './items-schema.ts'
import { readItems } from './read-items.ts'
import { poolByCount, poolByIds, type SplitItems } from './split-pool.ts'
import type { TaskSettings } from './task-settings.ts'
import { throwProblems } from './throw-problems.ts'
import type { Environment } from './variables.ts'
import type { YamlDocument } from './yaml-document.ts'

/** Reads a task's items and splits them into pool and queries. @throws InputError */
export async function taskItems(
  settings: TaskSettings,
  document: YamlDocument,
  source: ItemSource,
  env: Environment,
): Promise<SplitItems> {
  const { task } = settings
  const pool = settings.get('pool')
  const items = await readItems(task.items, {
    document,
    path: [...settings.path, 'items'],
    source,
    idPrefix: '',
    env,
  })
  if (pool === undefined) return { pool: [], queries: items }
  const { value, path } = pool
  if (isItems(value)) {
    const own = await readItems(value, { document, path, source, idPrefix: 'pool-', env })
    checkShowable(own)
    return { pool: own, queries: items }
  }
  const size = typeof value === 'number' ? value : value.length
  if (size >= items.length)
    throw new InputError({
      ...document.placeOf(path),
      message: `pool: found ${size}, but the task "${task.name}" has ${items.length} items, so none is left to ask`,
    })
  if (typeof value === 'number') {
    const showable = items.filter(({ item }) => item.targets[0] !== '').length
    if (value > showable)
      throw new InputError({
        ...document.placeOf(path),
        message: `pool: found ${value}, but only ${showable} items of the task "${task.name}" have a target to show`,
      })
    return poolByCount(items, value, task.name)
  }
  const split = poolByIds(items, value, (index) => document.placeOf([...path, index]))
  checkShowable(split.pool)
  return split
}

/** A demonstration shows its target. @throws InputError */
function checkShowable(pool: readonly LocatedItem[]): void {
  throwProblems(
    pool
      .filter(({ item }) => item.targets[0] === '')
      .map(({ item, place }) => ({
        ...place,
        message: `the item "${item.id}" has no target, so it cannot be a demonstration`,
      })),
  )
}

/** Whether a pool brings items of its own. An empty list holds no ids and no items alike. */
function isItems(pool: WrittenPool): pool is Exclude<WrittenItems, number> {
  if (typeof pool === 'number') return false
  return !Array.isArray(pool) || typeof pool[0] === 'object'
}
