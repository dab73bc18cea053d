import { curveBuilder } from '../curves/aggregate.ts'
import { curveTaskOf } from '../curves/curve-context.ts'
import type { Task } from '../domain/task.ts'
import type { PrecisionMeter } from '../run/early-stop.ts'
import { metricOf } from '../scorers/compile-scorers.ts'
import { judgeOf } from '../scorers/judge-of.ts'

/** Measures a point by the interval that curve.csv gives it on its task's primary metric. */
export function precisionMeter(task: Task): PrecisionMeter {
  const whole = curveTaskOf(task, (spec) => metricOf(task, spec))
  const metrics = whole.metrics.filter(({ column }) => column === task.primary)
  const isJudged = task.metrics.some((spec) => spec.column === task.primary && judgeOf(spec) !== undefined)
  const builder = curveBuilder({ tasks: [{ ...whole, metrics }], models: {} })
  return {
    add: builder.add,
    width: () => {
      const [point] = builder.points()
      // A judge is asked when all is answered: until then nobody knows how precise its scores are.
      if (isJudged && point !== undefined && point.items === 0) return Number.POSITIVE_INFINITY
      if (point === undefined || point.items === 0) return undefined
      const { ciLow, ciHigh } = point
      return ciLow === undefined || ciHigh === undefined ? Number.POSITIVE_INFINITY : ciHigh - ciLow
    },
  }
}
