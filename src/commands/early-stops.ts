import type { Point } from '../domain/point.ts'
import type { Result } from '../domain/result.ts'
import { cellKey } from '../run/cell.ts'
import { earlyStop, type StopDecision, type StopRule } from '../run/early-stop.ts'
import type { Plan } from '../run/plan.ts'
import { precisionMeter } from './precision-meter.ts'
import { trialsText } from './trials-text.ts'

/** Where a run's points were precise enough before all items were asked. */
export interface EarlyStops {
  /** The results that points are made of: where a stop is decided, the items up to it. */
  kept(results: AsyncIterable<Result>): AsyncGenerator<Result>
  /** The point with its column `stopped`. */
  marked(point: Point): Point
  /** For the person, when the results were read. */
  lines(): string[]
}

/** Decides from the results that a run has. */
export async function readEarlyStops(
  plan: Plan,
  rule: StopRule,
  results: AsyncIterable<Result>,
): Promise<EarlyStops> {
  const stop = earlyStop(plan, rule, precisionMeter)
  for await (const result of results) stop.add(result)
  const stopped = stop.decisions().filter(({ needed, items, complete }) => complete && needed < items)
  const byCell = new Map(stopped.map((decision) => [cellKey(decision.place), decision]))
  let beyond = 0
  return {
    kept: async function* (all) {
      for await (const result of all) {
        const needed = byCell.get(cellKey(result))?.needed ?? Number.POSITIVE_INFINITY
        if (stop.placeOf(result.task, result.item) < needed) yield result
        else beyond++
      }
    },
    marked: (point) => {
      const decision = byCell.get(cellKey(point))
      if (decision === undefined) return point
      const { needed, items } = decision
      return {
        ...point,
        stopped: `ci_width<=${rule.ciWidth} at ${needed} of ${items} items`,
        itemsDropped: Math.max(0, point.itemsDropped - (items - needed)),
      }
    },
    lines: () => [
      ...taskLines(rule, stop.decisions(), stopped),
      ...(beyond > 0 ? [`${trialsText(beyond)} beyond an early stop are left out of the curves`] : []),
    ],
  }
}

/** One line a task: how many of its points were stopped, and where. */
function taskLines(
  { ciWidth }: StopRule,
  decisions: readonly StopDecision[],
  stopped: readonly StopDecision[],
): string[] {
  const all = Map.groupBy(decisions, ({ place }) => place.task)
  return [...Map.groupBy(stopped, ({ place }) => place.task)].map(([task, cells]) => {
    const needed = cells.map((decision) => decision.needed)
    const [least, most] = [Math.min(...needed), Math.max(...needed)]
    const at = least === most ? String(least) : `${least} to ${most}`
    const total = all.get(task)?.length ?? cells.length
    return `${task}: stopped early at ${at} of ${cells[0]?.items} items in ${cells.length} of ${total} conditions (ci_width<=${ciWidth})`
  })
}
