import { expect, test } from 'vitest'
import { neededText } from '../../../src/charts/findings/needed-text.ts'
import { verdictRow } from '../../../src/charts/findings/verdict-row.ts'
import { verdictSentence } from '../../../src/charts/findings/verdict-sentence.ts'
import type { ItemMatrix } from '../../../src/curves/item-matrix.ts'
import type { RunVerdict } from '../../../src/curves/verdict/run-verdicts.ts'
import { EIGHT_SIZES, FIVE_SIZES, makeMatrix, simulateSkill } from '../../fixtures/curves.ts'
import { columnAt, itemCurve, runVerdict } from '../../fixtures/verdicts.ts'

type Skill = Omit<Parameters<typeof simulateSkill>[0], 'items'> & { readonly items?: number }

function verdictOf(skill: Skill, options: Parameters<typeof runVerdict>[2] = {}): RunVerdict {
  const { primary, companion } = simulateSkill({ items: 200, ...skill }, 'sentences')
  return runVerdict(itemCurve(primary), itemCurve(companion, { column: 'score_digit_accuracy' }), options)
}

const JUMP = { x: FIVE_SIZES, token: [0.15, 0.15, 0.15, 0.9, 0.9], length: 4 }
const SMOOTH_TOKENS = EIGHT_SIZES.map((x) => 0.2 + 0.77 / (1 + Math.exp(-2.2 * (x - 9.3))))
const KINK = { x: EIGHT_SIZES, token: [0.1, 0.1, 0.1, 0.1, 0.1, 0.25, 0.6, 0.8], length: 3, items: 60 }
const LATE = { ...KINK, token: [0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.5, 0.9], length: 2 }

const alone = (matrix: ItemMatrix) => runVerdict(itemCurve(matrix), undefined)
const jumpOf = simulateSkill({ ...JUMP, items: 200 }, 'alone').primary
/** Half of the items are learnt with size, half are forgotten. */
const noisy = makeMatrix(
  Array.from({ length: 40 }, (_, item) => (item % 2 === 0 ? [0, 0, 0, 1, 1] : [1, 1, 0, 0, 0])),
)

test.each<[string, RunVerdict, RunVerdict['verdict'], RegExp]>([
  [
    'emergent',
    verdictOf(JUMP, { adjusted: { p: 0.0004, tasks: 6 } }),
    'emergent',
    /^Emergent at k=8: exact match is at the floor up to 3B \(3 sizes\), and both it and digit accuracy jump between 3B and 7B parameters; that one gap holds \d+ % \[\d+, \d+\] of the whole rise of digit accuracy \(p < 0\.001; p < 0\.001 adjusted over 6 tasks\)\.$/,
  ],
  [
    'emergent, taken back by the number of tasks',
    verdictOf(JUMP, { adjusted: { p: 0.2, tasks: 40 }, verdict: 'undetermined' }),
    'undetermined',
    /^Undetermined at k=8: exact match and digit accuracy both jump between 3B and 7B parameters \(p < 0\.001\), but not beyond what chance gives over 40 tasks \(adjusted p = 0\.20\)\.$/,
  ],
  [
    'metric artefact',
    verdictOf({ x: EIGHT_SIZES, token: SMOOTH_TOKENS, length: 8 }),
    'metric_artefact',
    /^Apparent only on the discontinuous metric, likely a metric artefact, at k=8: exact match is at the floor up to \S+ \(\d sizes\) and above it at 12B \(p < 0\.001\), but digit accuracy was already rising at those small sizes \(p < 0\.001\) and jumps in no single gap\.$/,
  ],
  [
    'smooth',
    verdictOf({ x: FIVE_SIZES, token: [0.3, 0.4, 0.5, 0.6, 0.7], length: 1 }),
    'smooth',
    /^Smooth at k=8: exact match and digit accuracy grow with size from 500M to 14B \(p [<=] 0\.\d+\); exact match is not shown to stay at the floor in small models and leave it in larger ones \(p = 1\.00\)\.$/,
  ],
  [
    'flat',
    verdictOf({ x: FIVE_SIZES, token: FIVE_SIZES.map(() => 0.01), length: 1, items: 400 }),
    'flat',
    /^Flat at k=8: from 500M to 14B exact match changes by −?0\.\d\d \[−?0\.\d\d, −?0\.\d\d\] along its line, within ±0\.15\.$/,
  ],
  [
    'undetermined for want of a companion',
    alone(jumpOf),
    'undetermined',
    /^Undetermined at k=8: emergence is apparent, cause not resolved: exact match is at the floor up to 3B \(3 sizes\) and above it at 14B \(p < 0\.001\), but the task has no continuous metric of the same responses, so a jump cannot be told from an artefact of the metric\.$/,
  ],
  [
    'undetermined for a companion that some sizes lack',
    runVerdict(
      itemCurve(jumpOf),
      itemCurve(
        makeMatrix(
          jumpOf.values.map((row) => row.slice(1)),
          FIVE_SIZES.slice(1),
        ),
        {
          column: 'score_chrf',
          kind: 'continuous',
        },
      ),
    ),
    'undetermined',
    /but chrF is not known for ladder-500000000, so a jump/,
  ],
  [
    'undetermined where the companion may jump',
    verdictOf(KINK),
    'undetermined',
    /^Undetermined at k=8: emergence is apparent, cause not resolved: exact match is at the floor up to 2\.8B \(6 sizes\) and above it at 12B \(p < 0\.001\), but digit accuracy may jump in one gap but not surely \(p = 0\.\d\d\), and it rises before \(p < 0\.001\)\.$/,
  ],
  [
    'undetermined where the companion rises late, and in no one gap',
    verdictOf(LATE),
    'undetermined',
    /, but digit accuracy does not jump in one gap \(p = 1\.00\), and rises before \(p < 0\.001\) but much less steeply than after\.$/,
  ],
  [
    'undetermined without a trend',
    alone(noisy),
    'undetermined',
    /^Undetermined at k=8: no trend is detected \(p = 0\.\d+\), and none is not shown either: exact match changes by \S+ \[\S+ \S+\] along its line, not surely within ±0\.15\.$/,
  ],
  [
    'not identifiable',
    alone(
      makeMatrix(
        jumpOf.values.slice(0, 12).map((row) => row.slice(0, 2)),
        FIVE_SIZES.slice(0, 2),
      ),
    ),
    'not_identifiable',
    /^No verdict at k=8: 2 sizes where 5 are needed, 0\.5 decades of size where 1 decade is needed and 12 items that every size has where 30 are needed\.$/,
  ],
  [
    'several families, undeclared',
    runVerdict(
      itemCurve(jumpOf, {
        models: FIVE_SIZES.map((x, at) => columnAt(10 ** x, 200, { family: at < 2 ? 'One' : 'Other' })),
      }),
      undefined,
    ),
    'not_identifiable',
    /^No verdict at k=8: models of 2 families \(One and Other\), which nobody declared to be one line\.$/,
  ],
])('%s', (_name, found, verdict, sentence) => {
  expect(found.verdict).toBe(verdict)
  expect(verdictSentence(found)).toMatch(sentence)
  expect(verdictSentence(found)).not.toMatch(/NaN|undefined|Infinity|\n/)
})

test.each<[string, RunVerdict, RegExp | undefined]>([
  ['an emergent curve needs nothing', verdictOf(JUMP), undefined],
  ['without a companion', alone(jumpOf), /^a continuous metric of the same responses$/],
  ['a jump that is not resolved', verdictOf(KINK), /models between \S+ and \S+ parameters$/],
  [
    'what is lacking for any verdict',
    alone(
      makeMatrix(
        jumpOf.values.slice(0, 12).map((row) => row.slice(0, 2)),
        FIVE_SIZES.slice(0, 2),
      ),
    ),
    /^5 sizes; sizes over 1 decade; 30 items that every size has$/,
  ],
  ['no trend', alone(noisy), /items at every size \(flat\)/],
])('needed: %s', (_name, found, needed) => {
  if (needed === undefined) expect(neededText(found)).toBeUndefined()
  else expect(neededText(found)).toMatch(needed)
})

test('the row holds the numbers of the sentence, sizes as counts of parameters', () => {
  const row = verdictRow(verdictOf(JUMP, { adjusted: { p: 0.0004, tasks: 6 } }), 'Ladder base')
  expect(row).toMatchObject({
    task: 'adding',
    metric: 'exact_match',
    companion: 'digit_accuracy',
    families: 'Ladder',
    shots: 8,
    sizes: 5,
    items: 200,
    verdict: 'emergent',
    rule: 'rule-2',
    pAdjusted: 0.0004,
    gapLow: 3e9,
    gapHigh: 7e9,
  })
  expect(row.share).toBeGreaterThan(0.8)
  expect([row.shareLow, row.shareHigh].every((end) => end !== undefined)).toBe(true)
  expect(row.sentence).toMatch(/^Ladder base: Emergent at k=8/)
})
