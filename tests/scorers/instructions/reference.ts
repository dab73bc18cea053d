import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { followed, MODES } from '../../../src/scorers/instructions/follows.ts'
import { checksOf } from '../../../src/scorers/instructions/item-checks.ts'
import { makeItem } from '../../fixtures/tasks.ts'
import { pathOf } from '../../real-parts.ts'

/** A response and the instructions that it is checked for. */
export interface Case {
  readonly instruction_id_list: readonly string[]
  readonly kwargs: readonly object[]
  readonly response: string
}

/**
 * For strict and loose, a mark for each instruction: `+` followed, `-` not, `?` where the original says now this, now
 * that, because langdetect draws by chance.
 */
export type Verdicts = readonly [strict: string, loose: string]

/** The verdicts of the Python original. */
export function originalVerdicts(cases: readonly Case[]): readonly Verdicts[] {
  const output = execFileSync(pathOf('python-ifeval'), [join(import.meta.dirname, 'reference.py')], {
    input: cases.map((each) => `${JSON.stringify(each)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    // It tells of texts without a language.
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const mark = (found: readonly boolean[]): string => (found.length > 1 ? '?' : found[0] ? '+' : '-')
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { strict: boolean[][]; loose: boolean[][] })
    .map(({ strict, loose }) => [strict.map(mark).join(''), loose.map(mark).join('')])
}

/** Our verdicts. */
function ourVerdicts({ response, instruction_id_list, kwargs }: Case): Verdicts {
  const fields = { instruction_id_list, kwargs: kwargs as { [name: string]: string }[] }
  const checks = checksOf(makeItem('0', 'ask', '', { fields }))
  const [strict = '', loose = ''] = MODES.map((mode) =>
    followed(response, checks, mode)
      .map((verdict) => (verdict ? '+' : '-'))
      .join(''),
  )
  return [strict, loose]
}

/** Where ours differ from a verdict that the original is sure of, as lines to read. */
export function differences(each: Case, original: Verdicts): readonly string[] {
  const ours = ourVerdicts(each)
  return MODES.flatMap((mode, index) =>
    each.instruction_id_list.flatMap((id, place) => {
      const [theirs, own] = [original[index]?.[place], ours[index]?.[place]]
      if (theirs === '?' || theirs === own) return []
      return [`${mode} ${id} ${JSON.stringify(each.kwargs[place])}: ${own} for ${theirs}: ${each.response}`]
    }),
  )
}
