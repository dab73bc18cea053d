import quantile from '@stdlib/stats-base-dists-normal-quantile'
import { tokenAccuracy } from './accuracy.ts'
import { hashText, normal } from './chance.ts'
import type { SimulatedSettings, Truth } from './settings.ts'

/** What one simulated model can do. */
export interface Ability {
  /** Probability that a token of an answer is right. In [0, 1]. */
  accuracy(task: string, shots: number): number
  /**
   * The standard normal deviate whose lower tail is that accuracy: a token is right when its own deviate,
   * drawn from item, position and noise, lies below. Infinite where the accuracy is 0 or 1.
   */
  threshold(task: string, shots: number): number
}

/** The ability of a model of this name and size under the declared truths. */
export function abilityOf(settings: SimulatedSettings, model: string, parameters: number): Ability {
  const truths = Object.entries(settings.truths).map(([pattern, declared]) => ({
    matches: matcherOf(pattern),
    declared,
  }))
  const truthOf = (task: string): Truth =>
    truths.find(({ matches }) => matches.test(task))?.declared ?? settings.truth

  const accuracy = (task: string, shots: number): number => {
    const onCurve = tokenAccuracy(truthOf(task), parameters, shots)
    if (settings.scatter === 0 || onCurve === 0 || onCurve === 1) return onCurve
    const off = settings.scatter * normal(hashText(`${task}\n${model}`, settings.seed))
    return 1 / (1 + Math.exp(-(Math.log(onCurve / (1 - onCurve)) + off)))
  }

  // A quantile for each of a million trials would be a waste: there are few tasks and few shots.
  const known = new Map<string, Map<number, number>>()
  const threshold = (task: string, shots: number): number => {
    let ofTask = known.get(task)
    if (ofTask === undefined) {
      ofTask = new Map()
      known.set(task, ofTask)
    }
    let found = ofTask.get(shots)
    if (found === undefined) {
      found = quantile(accuracy(task, shots), 0, 1)
      ofTask.set(shots, found)
    }
    return found
  }
  return { accuracy, threshold }
}

/** A task-name pattern as a regular expression; `*` stands for any run of characters. */
function matcherOf(pattern: string): RegExp {
  // RegExp.escape came after the oldest Node we run on.
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\/-]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's')
}
