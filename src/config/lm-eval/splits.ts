import { type Importing, mappingOf, textOf } from './importing.ts'

/** Which parts of a data set are asked, and which are shown. */
export interface Splits {
  readonly asked: string
  readonly shown:
    | { readonly kind: 'split'; readonly split: string }
    | { readonly kind: 'samples'; readonly rows: readonly unknown[] }
}

const FEWSHOT_KEYS = ['sampler', 'split', 'samples', 'num_fewshot']

/** The splits in lm-evaluation-harness's order: test before validation; few-shot, training, validation, test. */
export function splitsOf(importing: Importing): Splits | undefined {
  const [test, validation, training] = ['test_split', 'validation_split', 'training_split'].map((key) =>
    textOf(importing, key),
  )
  const asked = test ?? validation
  if (asked === undefined) {
    importing.refuse('test_split', 'found neither test_split nor validation_split, so nothing is asked')
    return undefined
  }
  const config = fewshotConfig(importing)
  const named = typeof config.split === 'string' ? config.split : textOf(importing, 'fewshot_split')
  if (named === undefined && Array.isArray(config.samples))
    return { asked, shown: { kind: 'samples', rows: config.samples } }
  return { asked, shown: { kind: 'split', split: named ?? training ?? validation ?? asked } }
}

/** The `fewshot_config`, where all its keys can be taken over. */
function fewshotConfig(importing: Importing): Record<string, unknown> {
  const value = importing.task.value('fewshot_config')
  if (value === undefined) return {}
  const config = mappingOf(value)
  if (config === undefined) {
    importing.refuse('fewshot_config', 'found no mapping')
    return {}
  }
  for (const [key, member] of Object.entries(config))
    if (!FEWSHOT_KEYS.includes(key) && member !== importing.task.value(key))
      importing.refuse('fewshot_config', `"${key}" is not supported`, { at: [key], allowed: FEWSHOT_KEYS })
  return config
}

/** How demonstrations are chosen: by chance, or the first. */
export function demonstrationsOf(importing: Importing): 'random' | 'first' | undefined {
  const sampler = mappingOf(importing.task.value('fewshot_config'))?.sampler
  if (sampler === undefined || sampler === 'default') return 'random'
  if (sampler === 'first_n') return 'first'
  if (typeof sampler === 'string')
    importing.refuse('fewshot_config', `the sampler "${sampler}" is not supported`, {
      at: ['sampler'],
      allowed: ['default', 'first_n'],
    })
  return undefined
}

/** `num_fewshot`; 0 where it is absent. */
export function shotsOf(importing: Importing): number {
  const value = importing.task.value('num_fewshot') ?? 0
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
  importing.refuse('num_fewshot', `found ${JSON.stringify(value)}, expected a whole number`)
  return 0
}
