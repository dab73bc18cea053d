import type { TrialGroup } from './trial-group.ts'

/** A part of a group: the trials at these places, in this order. */
export function trialsOf(group: TrialGroup, places: readonly number[]): TrialGroup {
  const { condition, planned, drawOf } = group
  return {
    condition,
    planned,
    size: places.length,
    at: (index) => {
      const place = places[index]
      if (place === undefined) throw new RangeError(`trial ${index} of ${places.length}`)
      return group.at(place)
    },
    drawOf,
  }
}
