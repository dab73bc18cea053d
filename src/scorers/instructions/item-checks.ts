import { InputError, unknownName } from '../../domain/input-error.ts'
import type { Item } from '../../domain/item.ts'
import type { Check } from './instruction.ts'
import { INSTRUCTIONS } from './instructions.ts'
import { readKwargs } from './kwargs.ts'

const IDS = 'instruction_id_list'
const KWARGS = 'kwargs'

const compiled = new WeakMap<Item, readonly Check[]>()

/**
 * The checks of an item's instructions, in their order: field `instruction_id_list` names them, field `kwargs` has a
 * mapping for each.
 *
 * @throws InputError for a missing field, an unknown id or kwarg, and a value that makes no sense
 */
export function checksOf(item: Item): readonly Check[] {
  const known = compiled.get(item)
  if (known !== undefined) return known
  const made = idsOf(item.fields).map((id, index) => {
    const instruction = Object.hasOwn(INSTRUCTIONS, id) ? INSTRUCTIONS[id] : undefined
    if (instruction === undefined)
      throw new InputError(unknownName(`instruction`, id, Object.keys(INSTRUCTIONS)))
    return told(id, () => instruction.compile(readKwargs(kwargsOf(item, index), instruction.kwargs)))
  })
  compiled.set(item, made)
  return made
}

/** How many instructions an item with these fields has. */
export function instructionCount(fields: Item['fields']): number {
  return idsOf(fields).length
}

function idsOf(fields: Item['fields']): readonly string[] {
  const ids = fields[IDS]
  if (Array.isArray(ids) && ids.length > 0 && ids.every((id) => typeof id === 'string')) return ids
  const expected = `field ${IDS}, a list of ids of instructions`
  if (ids !== undefined) throw new InputError(`found ${JSON.stringify(ids)}, expected ${expected}`)
  throw new InputError({ message: `it has no ${expected}`, hint: `name it in map: {${IDS}: …}` })
}

function kwargsOf({ fields }: Item, index: number): unknown {
  const all = fields[KWARGS]
  const count = instructionCount(fields)
  if (Array.isArray(all) && all.length === count) return all[index]
  if (all === undefined)
    throw new InputError({ message: `it has no field ${KWARGS}`, hint: `name it in map: {${KWARGS}: …}` })
  throw new InputError(`${KWARGS}: expected a list of ${count}, one for each of ${IDS}`)
}

/** What is wrong says of which instruction it speaks. */
function told<T>(id: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const [first, ...others] = error.problems
    throw new InputError({ ...first, message: `instruction ${id}: ${first.message}` }, ...others)
  }
}
