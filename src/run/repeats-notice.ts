import { factorsOf, type Plan } from './plan.ts'

/**
 * A line for the person where repeats are asked of tasks that are answered at temperature 0: such repeats cost as
 * much as the first and tell nothing new. `undefined` where there are none.
 */
export function repeatsNotice(plan: Plan): string | undefined {
  const tasks = plan.tasks.filter((task) => factorsOf(plan, task).repeats > 1)
  const same = tasks
    .filter(({ decoding, likelihood }) => decoding.temperature === 0 || likelihood?.of === 'choices')
    .map((task) => task.name)
  if (same.length === 0) return undefined
  const whose = same.length === tasks.length ? '' : ` of ${same.join(', ')}`
  return `repeats at temperature 0: the answers${whose} will be the same each time; set a temperature above 0, or draws instead`
}
