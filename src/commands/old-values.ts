import type { KeptTasks } from '../results/rescore-file.ts'
import { scoringDefinitions } from '../run/scoring-definitions.ts'
import type { MatchedTask } from './match-tasks.ts'
import type { ScoringTally } from './scoring-tally.ts'

/** Where the old values of score columns go, and which of them are kept. */
export interface OldValues {
  /** By column: `score_exact_match.1`, the next number that is free. */
  readonly places: ReadonlyMap<string, string>
  /** Those that something stands in, with the tasks it stands in for. */
  needed(matched: readonly MatchedTask[], tally: ScoringTally): KeptTasks
}

/**
 * Old values are kept where a metric is defined otherwise by now, and where a score was replaced for any other reason,
 * such as another version of icl.
 */
export function oldValues(header: readonly string[], columns: readonly string[]): OldValues {
  const places = new Map(
    columns.filter((column) => header.includes(column)).map((column) => [column, nextFree(header, column)]),
  )
  return {
    places,
    needed: (matched, { tasks }) => {
      const needed = new Map<string, Set<string>>()
      for (const { before, after } of matched) {
        const was = scoringDefinitions(before)
        const is = scoringDefinitions(after)
        for (const [column, counts] of tasks.get(after.name)?.columns ?? []) {
          const place = places.get(column)
          const redefined = was.get(column) !== is.get(column) && counts.before.count > 0
          if (place === undefined || !(redefined || counts.replaced > 0)) continue
          needed.set(place, (needed.get(place) ?? new Set()).add(after.name))
        }
      }
      return needed
    },
  }
}

function nextFree(header: readonly string[], column: string): string {
  for (let number = 1; ; number++) if (!header.includes(`${column}.${number}`)) return `${column}.${number}`
}
