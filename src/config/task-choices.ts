import type { Problem } from '../domain/input-error.ts'
import type { Item } from '../domain/item.ts'
import { nearestName } from '../domain/nearest.ts'
import { isAnsweredByLikelihood } from './answer-by.ts'
import type { LocatedItem } from './item-source.ts'
import type { SplitItems } from './split-pool.ts'
import type { TaskSettings } from './task-settings.ts'
import type { YamlDocument } from './yaml-document.ts'

/** Gives the task's own list of choices to every item that brings none; templates see it as the field `choices`. */
export function withTaskChoices(split: SplitItems, settings: TaskSettings): SplitItems {
  const [first, ...others] = settings.get('choices')?.value ?? []
  if (first === undefined) return split
  const choices = [first, ...others] as const
  const given = (located: LocatedItem): LocatedItem => {
    const { item } = located
    if (item.choices !== undefined) return located
    return { ...located, item: { ...item, choices, fields: { ...item.fields, choices } } }
  }
  return { pool: split.pool.map(given), queries: split.queries.map(given) }
}

/** What is wrong with the choices of a task whose answers are chosen by likelihood. */
export function choiceProblems(
  { pool, queries }: SplitItems,
  settings: TaskSettings,
  document: YamlDocument,
): readonly Problem[] {
  if (!isAnsweredByLikelihood(settings)) return []
  const without = queries.filter(({ item }) => item.choices === undefined)
  const [first] = without
  if (first !== undefined && without.length === queries.length && listed(first.item) === undefined) {
    const path = settings.get('answer_by')?.path ?? settings.path
    const message = `the task "${settings.task.name}" has no choices to compare`
    return [{ ...document.placeOf(path), message, hint: CURE }]
  }
  // Items of the pool are only shown: they may do without choices, but not say something else.
  const shown = pool.filter(({ item }) => item.choices !== undefined)
  return [...queries, ...shown].flatMap(({ item, place }) =>
    problemsOf(item).map((problem) => ({ ...place, ...problem })),
  )
}

const CURE =
  'list them once as choices: [a, b], give each item a list choices, or name the field in map: {choices: …}'

function problemsOf(item: Item): readonly Problem[] {
  const choices = item.choices ?? listed(item)
  if (choices === undefined) return [{ message: `the item "${item.id}" has no choices`, hint: CURE }]
  if (choices.length < 2) return [{ message: `choices: found ${choices.length}, expected at least 2` }]
  const twice = choices.find((choice, place) => choices.indexOf(choice) < place)
  if (twice !== undefined) return [{ message: `choices: ${JSON.stringify(twice)} is given twice` }]
  return item.targets
    .filter((target) => !choices.includes(target))
    .map((target) => ({
      message: `the target ${JSON.stringify(target)} is none of the choices`,
      allowed: choices,
      nearest: nearestName(target, choices),
    }))
}

/** A list of texts in the field `choices` that did not become the item's choices. */
function listed({ fields }: Item): readonly string[] | undefined {
  const { choices } = fields
  if (!Array.isArray(choices)) return undefined
  return choices.every((choice) => typeof choice === 'string') ? choices : undefined
}
