import type { Trial } from '../domain/trial.ts'
import type { TrialGroup } from './trial-group.ts'

export interface Work {
  readonly trial: Trial
  readonly group: TrialGroup
}

/** Hands out the trials still to be done, each once. */
export interface WorkSource {
  next(worker: number): Work | undefined
}

/** All workers take from one queue, in plan order: for servers, where it does not matter who asks. */
export function sharedSource(groups: Iterator<TrialGroup>, isDone: (key: string) => boolean): WorkSource {
  let range: Range | undefined
  const next = (): Work | undefined => {
    for (;;) {
      range ??= nextRange(groups)
      if (range === undefined) return undefined
      const work = takeFirst(range, isDone)
      if (work !== undefined) return work
      range = undefined
    }
  }
  return { next }
}

/**
 * Each worker has a group of its own, so that the prefix it has evaluated serves the next prompt. When no whole
 * group is left, an idle worker takes the second half of the largest remainder: no core is idle at the end.
 */
export function affinitySource(groups: Iterator<TrialGroup>, isDone: (key: string) => boolean): WorkSource {
  const ranges: (Range | undefined)[] = []
  const next = (worker: number): Work | undefined => {
    for (;;) {
      const range = ranges[worker] ?? nextRange(groups) ?? halfOfLargest(ranges)
      if (range === undefined) return undefined
      ranges[worker] = range
      const work = takeFirst(range, isDone)
      if (work !== undefined) return work
      ranges[worker] = undefined
    }
  }
  return { next }
}

/** A stretch [next, end) of a group. */
interface Range {
  readonly group: TrialGroup
  next: number
  end: number
}

function nextRange(groups: Iterator<TrialGroup>): Range | undefined {
  const { value: group, done } = groups.next()
  return done ? undefined : { group, next: 0, end: group.size }
}

function takeFirst(range: Range, isDone: (key: string) => boolean): Work | undefined {
  while (range.next < range.end) {
    const trial = range.group.at(range.next++)
    if (!isDone(trial.key)) return { trial, group: range.group }
  }
  return undefined
}

function halfOfLargest(ranges: readonly (Range | undefined)[]): Range | undefined {
  let largest: Range | undefined
  for (const range of ranges)
    if (range !== undefined && (largest === undefined || left(range) > left(largest))) largest = range
  // A stretch of one or two is sooner finished by its owner than its prefix is evaluated elsewhere.
  if (largest === undefined || left(largest) < 3) return undefined
  const middle = largest.next + Math.ceil(left(largest) / 2)
  const stolen: Range = { group: largest.group, next: middle, end: largest.end }
  largest.end = middle
  return stolen
}

function left(range: Range): number {
  return range.end - range.next
}
