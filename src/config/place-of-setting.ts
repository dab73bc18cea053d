import type { HarnessConfig } from './harness-config.ts'
import type { Place, ValuePath } from './place.ts'

/** Where a run's setting is written: in the run itself or, where it has none, in `defaults`. */
export function placeOfSetting(config: HarnessConfig, run: string | undefined, path: ValuePath): Place {
  const [key = ''] = path
  const own = run === undefined ? undefined : config.written.runs.get(run)
  const isOwn = typeof own === 'object' && own !== null && Object.hasOwn(own, key)
  return config.placeOf(isOwn && run !== undefined ? ['runs', run, ...path] : ['defaults', ...path])
}
