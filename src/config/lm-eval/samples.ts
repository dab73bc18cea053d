import { InputError } from '../../domain/input-error.ts'
import type { ItemSource } from '../item-source.ts'
import { type Importing, mappingOf } from './importing.ts'
import type { Origin } from './templates.ts'

/** Demonstrations that stand in the task file, as items of a suite: input and target worked out. */
export function poolOfSamples(
  importing: Importing,
  rows: readonly unknown[],
  map: Readonly<Record<string, Origin>>,
  source: ItemSource,
): readonly Readonly<Record<string, unknown>>[] {
  const placeOf = (index: number) => importing.task.placeOf('fewshot_config', ['samples', index])
  const records = rows.map((row, index) => ({ fields: mappingOf(row) ?? {}, place: placeOf(index) }))
  try {
    return source.itemsOfRecords(records, { map, idPrefix: '' }).map(({ item }) => ({
      input: item.input,
      target: item.targets.length === 1 ? item.targets[0] : item.targets,
      ...(item.choices === undefined ? {} : { choices: item.choices }),
    }))
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    importing.refuse('fewshot_config', `samples: ${error.problems[0].message}`, { at: ['samples'] })
    return []
  }
}
