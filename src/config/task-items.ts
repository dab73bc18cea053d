import { InputError } from '../domain/input-error.ts'
import type { ItemSource } from './item-source.ts'
import type { WrittenItems, WrittenPool } from './items-schema.ts'
import { readItems } from './read-items.ts'
import { poolByCount, poolByIds, type SplitItems } from './split-pool.ts'
import type { TaskSettings } from './task-settings.ts'
import type { YamlDocument } from './yaml-document.ts'

/** Reads a task's items and splits them into pool and queries. @throws InputError */
export async function taskItems(
  settings: TaskSettings,
  document: YamlDocument,
  source: ItemSource,
): Promise<SplitItems> {
  const { task } = settings
  const pool = settings.get('pool')
  const items = await readItems(task.items, {
    document,
    path: [...settings.path, 'items'],
    source,
    idPrefix: '',
  })
  if (pool === undefined) return { pool: [], queries: items }
  const { value, path } = pool
  if (isItems(value)) {
    const own = await readItems(value, { document, path, source, idPrefix: 'pool-' })
    return { pool: own, queries: items }
  }
  const size = typeof value === 'number' ? value : value.length
  if (size >= items.length)
    throw new InputError({
      ...document.placeOf(path),
      message: `pool: found ${size}, but the task "${task.name}" has ${items.length} items, so none is left to ask`,
    })
  if (typeof value === 'number') return poolByCount(items, value, task.name)
  return poolByIds(items, value, (index) => document.placeOf([...path, index]))
}

/** Whether a pool brings items of its own. An empty list holds no ids and no items alike. */
function isItems(pool: WrittenPool): pool is Exclude<WrittenItems, number> {
  if (typeof pool === 'number') return false
  return !Array.isArray(pool) || typeof pool[0] === 'object'
}
