import { type Importing, mappingOf } from './importing.ts'
import { PythonFunction } from './python-function.ts'
import { fromPythonRegex } from './python-regex.ts'

/** One entry of `extractions` in a suite. */
interface ImportedExtraction {
  readonly name: string
  readonly type: string
  readonly [option: string]: unknown
}

/** A pipeline of `filter_list` as an extraction, with what it does to the answer afterwards. */
export interface ImportedFilter {
  readonly extraction: ImportedExtraction
  readonly lowerCase: boolean
}

/** What stands for no match, by default. */
const NO_MATCH = '[invalid]'

/** `filter_list`: each pipeline becomes an extraction. Without one the whole response is the answer. */
export function filtersOf(importing: Importing): readonly ImportedFilter[] {
  const list = importing.task.value('filter_list')
  if (list === undefined) return [{ extraction: { name: 'whole', type: 'whole' }, lowerCase: false }]
  if (!Array.isArray(list)) {
    importing.refuse('filter_list', 'found no list')
    return []
  }
  return list.flatMap((written: unknown, index) => {
    const pipeline = mappingOf(written)
    const steps: unknown = pipeline?.filter
    if (pipeline === undefined || !Array.isArray(steps)) {
      importing.refuse('filter_list', 'found no name with a list of filters', { at: [index] })
      return []
    }
    return pipelineOf(importing, index, extractionName(pipeline.name, index), steps)
  })
}

function pipelineOf(
  importing: Importing,
  index: number,
  name: string,
  steps: readonly unknown[],
): readonly ImportedFilter[] {
  let extraction: ImportedExtraction = { name, type: 'whole' }
  let lowerCase = false
  let works = true
  const refuse = (position: number, message: string): void => {
    works = false
    importing.refuse('filter_list', message, { at: [index, 'filter', position] })
  }
  for (const [position, step] of steps.entries()) {
    const { function: called, ...options } = mappingOf(step) ?? {}
    if (called === 'regex') {
      if (extraction.type === 'regex' || lowerCase)
        refuse(position, 'a regex after another filter is not supported')
      else {
        const made = regexOf(name, options)
        if ('problem' in made) refuse(position, `regex: ${made.problem}`)
        else extraction = made
      }
    } else if (called === 'lowercase') lowerCase = true
    else if (called instanceof PythonFunction) works = false
    else if (called !== 'take_first' && called !== 'remove_whitespace')
      refuse(position, `the filter ${JSON.stringify(called)} is not supported`)
  }
  return works ? [{ extraction, lowerCase }] : []
}

function regexOf(
  name: string,
  options: Readonly<Record<string, unknown>>,
): ImportedExtraction | { readonly problem: string } {
  const { regex_pattern: source, group_select: select = 0, fallback = NO_MATCH, ...others } = options
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) return { problem: `the option "${unknown}" is not supported` }
  if (fallback !== NO_MATCH && fallback !== '')
    return { problem: `fallback ${JSON.stringify(fallback)} would be an answer the model never gave` }
  if (select !== 0 && select !== -1)
    return { problem: `group_select ${JSON.stringify(select)} is not supported` }
  const pattern = fromPythonRegex(typeof source === 'string' ? source : '#### (\\-?[0-9\\.\\,]+)')
  if ('problem' in pattern) return { problem: `${pattern.problem} is not supported in regex_pattern` }
  return {
    name,
    type: 'regex',
    pattern: pattern.pattern,
    ...(pattern.flags === '' ? {} : { flags: pattern.flags }),
    ...(pattern.groups > 1 ? { group: 'any' } : {}),
    ...(select === -1 ? { match: 'last' } : {}),
  }
}

function extractionName(name: unknown, index: number): string {
  const written = String(name ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '_')
  return /^[a-z]/.test(written) ? written : `filter_${index + 1}`
}
