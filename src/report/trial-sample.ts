import { isScored } from '../domain/outcome.ts'
import type { Result } from '../domain/result.ts'
import { type CellFields, cellKey } from './cell-key.ts'

/** What the sampler reads of a trial. */
export type SampleRow = CellFields & Pick<Result, 'trialKey' | 'outcome' | 'scores'>

/** How a trial ended, as a reader asks: no answer was found, the answer is wrong, or neither. */
export type TrialKind = 'no_answer' | 'wrong' | 'right'

/** A task's primary score column, and the score of a perfect answer on it. */
export interface Primary {
  readonly column: string
  readonly maximum: number
}

/** `no_answer` for every scored or failed trial that did not end `ok`; skipped ones, which all are alike, count as `right`. */
export function kindOf(row: Pick<SampleRow, 'outcome' | 'scores'>, primary: Primary | undefined): TrialKind {
  if (row.outcome === 'failed' || (isScored(row.outcome) && row.outcome !== 'ok')) return 'no_answer'
  const score = primary === undefined ? undefined : row.scores[primary.column]
  return score !== undefined && primary !== undefined && score < primary.maximum ? 'wrong' : 'right'
}

/** How many trials of each kind a cell has in all. */
export type KindCounts = { [kind in TrialKind]: number }

/** Takes the trials of a run one by one and remembers a few of each cell. */
export interface TrialSampler {
  add(row: SampleRow): void
  /** The keys of the sample. */
  keys(): string[]
  /** By cell key. */
  counts(): ReadonlyMap<string, KindCounts>
}

/**
 * Samples at most `perCell` trials of each cell: those without an answer and the wrong ones first, half and half where
 * there are more than enough of both, then right ones. Within a kind it is chance, drawn from the seed and the trial's
 * key: the order of the rows does not matter. Memory grows with the cells alone.
 */
export function trialSample(options: {
  /** At least 1. */
  readonly perCell: number
  readonly seed: number
  readonly primaryOf: (task: string) => Primary | undefined
}): TrialSampler {
  const { perCell, seed, primaryOf } = options
  const cells = new Map<string, { counts: KindCounts; kept: { [kind in TrialKind]: Lowest } }>()
  return {
    add: (row) => {
      const key = cellKey(row)
      let cell = cells.get(key)
      if (cell === undefined) {
        const kept = { no_answer: lowest(perCell), wrong: lowest(perCell), right: lowest(perCell) }
        cell = { counts: { no_answer: 0, wrong: 0, right: 0 }, kept }
        cells.set(key, cell)
      }
      const kind = kindOf(row, primaryOf(row.task))
      cell.counts[kind]++
      cell.kept[kind].add({ key: row.trialKey, rank: rankOf(seed, row.trialKey) })
    },
    keys: () =>
      [...cells.values()].flatMap(({ kept }) => {
        const lists = { none: kept.no_answer.list(), wrong: kept.wrong.list(), right: kept.right.list() }
        const half = Math.ceil(perCell / 2)
        const none = lists.none.slice(0, Math.max(half, perCell - lists.wrong.length))
        const wrong = lists.wrong.slice(0, perCell - none.length)
        return [...none, ...wrong, ...lists.right.slice(0, perCell - none.length - wrong.length)]
      }),
    counts: () => new Map([...cells].map(([key, { counts }]) => [key, counts])),
  }
}

interface Ranked {
  readonly key: string
  readonly rank: number
}

interface Lowest {
  add(one: Ranked): void
  /** Ascending by rank. */
  list(): string[]
}

/** Keeps the `most` members of lowest rank; at no time more than twice as many. */
function lowest(most: number): Lowest {
  let members: Ranked[] = []
  let limit = Number.POSITIVE_INFINITY
  const trim = () => {
    members = members.sort(byRank).slice(0, most)
    if (members.length === most) limit = members.at(-1)?.rank ?? limit
  }
  return {
    add: (one) => {
      if (one.rank > limit) return
      members.push(one)
      if (members.length >= 2 * most) trim()
    },
    list: () => {
      trim()
      return members.map(({ key }) => key)
    },
  }
}

function byRank(a: Ranked, b: Ranked): number {
  return a.rank - b.rank || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}

/** 32 bits of a text and a seed (FNV-1a, its bits mixed): cheap, and the same on every machine. */
function rankOf(seed: number, text: string): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
