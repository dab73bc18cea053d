import { type KeyMap, keyMap } from '../results/key-map.ts'
import type { Plan } from '../run/plan.ts'
import { trialGroups } from '../run/trial-group.ts'

/** The keys of every trial of a plan. */
export function plannedKeys(plan: Plan): KeyMap {
  const keys = keyMap()
  for (const group of trialGroups(plan))
    for (let index = 0; index < group.size; index++) keys.set(group.at(index).key, 0)
  return keys
}
