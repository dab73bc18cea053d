import type { Control } from '../domain/factors.ts'
import type { Item } from '../domain/item.ts'
import { randomStream } from '../domain/random.ts'
import type { Demonstration } from './demonstration.ts'
import { labelSet, nextLabel } from './flipped-label.ts'

/** Labels every item of an ordered pool; the label at a place never depends on how many are shown. */
type Labelling = (order: readonly Item[], stream: readonly (string | number)[]) => (string | undefined)[]

const LABELLINGS: Record<Control, Labelling> = {
  gold: (order) => order.map((item) => item.targets[0]),
  'no-labels': (order) => order.map(() => undefined),
  'shuffled-labels': shuffledLabels,
  'random-labels': (order, stream) => {
    const labels = labelSet(order)
    const random = randomStream(...stream, 'random-labels')
    return order.map(() => labels[random.int(labels.length)])
  },
  'flipped-labels': (order) => {
    const labels = labelSet(order)
    return order.map((item) => nextLabel(labels, item.targets[0]))
  },
}

/**
 * Applies a control (Min et al. 2022, "Rethinking the Role of Demonstrations") to a whole ordered pool:
 * `shuffled-labels` swaps labels between neighbours in the draw's order, `random-labels` draws each from
 * the pool's labels, `flipped-labels` replaces each by the next in the sorted label set, `no-labels` shows inputs alone.
 *
 * @param stream names the randomness: seed, task, draw (and item when sampling is per query).
 */
export function applyControl(
  control: Control,
  order: readonly Item[],
  stream: readonly (string | number)[],
): Demonstration[] {
  const labels = LABELLINGS[control](order, stream)
  return order.map((item, place) => ({ item, label: labels[place] }))
}

/**
 * Pairs of neighbours swap labels, so every even-length prefix shows its own labels in wrong places: a shift
 * over the whole pool would bring labels in from items that are not shown.
 */
function shuffledLabels(order: readonly Item[]): (string | undefined)[] {
  return order.map((item, place) => (order[place % 2 === 0 ? place + 1 : place - 1] ?? item).targets[0])
}
