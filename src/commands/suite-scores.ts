import { type CurveSuite, type SuiteGap, suitePoints } from '../curves/suite-points.ts'
import type { Point } from '../domain/point.ts'
import type { Task } from '../domain/task.ts'
import { metricOf } from '../scorers/compile-scorers.ts'

/** The points of a run's suites, and lines for the person on where a suite has none. */
export interface SuiteScores {
  readonly points: readonly Point[]
  readonly lines: readonly string[]
}

/** The mean over each suite of which the run has more than one task. */
export function suiteScores(tasks: readonly Task[], points: readonly Point[]): SuiteScores {
  const suites = [...Map.groupBy(tasks, ({ suite }) => suite)].filter(([, members]) => members.length > 1)
  const mixed = suites.filter(([, members]) => new Set(members.map(unitOf)).size > 1)
  const alike = suites.filter((suite) => !mixed.includes(suite)).map(curveSuite)
  const made = suitePoints(points, alike)
  return {
    points: made.points,
    lines: [
      ...mixed.map(([name]) => `suite ${name} has no mean: its tasks' primary metrics are not of one unit`),
      ...gapLines(made.gaps),
    ],
  }
}

function unitOf(task: Task): string | undefined {
  const spec = task.metrics.find(({ column }) => column === task.primary)
  return spec === undefined ? undefined : metricOf(task, spec).unit
}

function curveSuite([name, members]: [string, readonly Task[]]): CurveSuite {
  return {
    name,
    tasks: members.map((task) => ({ name: task.name, metric: task.primary.replace(/^score_/u, '') })),
  }
}

/** One line for the models that lack the same tasks of a suite at the same k. */
function gapLines(gaps: readonly SuiteGap[]): string[] {
  const ofModel = Map.groupBy(gaps, ({ suite, point, lacking }) =>
    JSON.stringify([suite, lacking, point.model]),
  )
  const sets = Array.from(ofModel.values(), (members) => {
    const shots = [...new Set(members.map(({ point }) => point.shots))].sort((a, b) => a - b)
    return { members, at: shots.map((k) => `k=${k}`).join(', ') }
  })
  return Array.from(
    Map.groupBy(sets, ({ members, at }) =>
      JSON.stringify([members[0]?.suite, members[0]?.lacking, at]),
    ).values(),
    (alike) => {
      const gap = alike[0]?.members[0]
      const models = alike.flatMap(({ members }) => members[0]?.point.model ?? []).join(', ')
      return `suite ${gap?.suite} has no mean for ${models} at ${alike[0]?.at}: no score on ${gap?.lacking.join(', ')}`
    },
  )
}
