import { TUNINGS, type Tuning } from '../../domain/factors.ts'
import type { ImportedScore } from '../../domain/imported-score.ts'
import type { Problem } from '../../domain/input-error.ts'
import type { MetricKind } from '../../domain/metric.ts'
import { nearestName } from '../../domain/nearest.ts'
import { countOf, sizeOfName } from '../../domain/size-of-name.ts'
import { asLogLikelihood, LOSS_UNITS, lossUnitOf } from './losses.ts'
import type { ScoreFields, ScoreKey } from './score-keys.ts'

/** A score, or all that is wrong with its row; messages name the key. */
export type ScoreFound = { readonly score: ImportedScore } | { readonly problems: readonly Problem[] }

/** Metrics whose score is a fraction of right answers wherever they come from. */
const PROPORTIONS =
  /^(acc|acc_norm|accuracy|em|exact_match.*|exact_str_match|quasi_exact_match|multiple_choice_grade|pass([@_](at_)?1)?)$/i

/** Scores in percent are often rounded up to one more digit than their maximum. */
const ROUNDING = 1e-9

/**
 * Checks a row's values and brings them to one unit: score, standard error, chance and maximum are divided by `scale`,
 * which is 1 where nobody tells it. Nothing is guessed from how large scores are: one above its maximum is a problem.
 * A loss per byte becomes a log-likelihood in nats per byte, under that name. The size and the family come from the
 * model's name where no value tells them.
 */
export function scoreOfFields(fields: ScoreFields): ScoreFound {
  const problems: Problem[] = []
  const read = reader(fields, problems)
  const ifTold = (key: ScoreKey, of: (key: ScoreKey) => number | undefined) =>
    fields[key] === undefined ? undefined : of(key)
  const model = read.text('model')
  const task = read.text('task')
  const metric = read.text('metric')
  const shots = read.whole('shots')
  const raw = read.number('score')
  const scale = fields.scale === undefined ? 1 : (read.number('scale') ?? Number.NaN)
  if (scale <= 0) problems.push({ message: `found scale ${fields.scale}, expected a number above 0` })
  const scaled = (key: ScoreKey) => {
    const value = ifTold(key, read.number)
    return value === undefined ? undefined : divided(value, scale)
  }
  read.oneOf('loss_unit', LOSS_UNITS)
  const unit = lossUnitOf(fields)
  const maximum = scaled('maximum') ?? 1
  const chance = scaled('chance')
  const se = scaled('se')
  const items = ifTold('n', read.whole)
  const named = model === undefined ? undefined : sizeOfName(model)
  const parameters = read.count('parameters') ?? named?.parameters
  const proportion =
    read.oneOf('proportion', ['yes', 'no']) ?? (PROPORTIONS.test(metric ?? '') ? 'yes' : 'no')
  const isProportion = unit === undefined && proportion === 'yes'
  const kind = read.oneOf('kind', ['discontinuous', 'continuous']) ?? kindOf(isProportion)
  const known = {
    family: fields.family ?? named?.family ?? model ?? '',
    parameters,
    activeParameters: read.count('active_parameters') ?? named?.activeParameters ?? parameters,
    trainingTokens: read.count('training_tokens'),
    trainingFlops: ifTold('training_flops', read.number),
    quantization: fields.quantization,
    tuning: read.oneOf<Tuning>('tuning', TUNINGS),
    metricKind: kind,
    isProportion,
    items,
    se,
    chance,
    maximum,
  } as const
  const score = raw === undefined ? undefined : divided(raw, scale)
  const range = { score, se, chance, maximum, items }
  problems.push(...(unit === undefined ? rangeProblems(fields, range) : lossProblems(fields, range)))
  if (problems.length > 0) return { problems }
  if (
    model === undefined ||
    task === undefined ||
    metric === undefined ||
    shots === undefined ||
    score === undefined
  )
    return { problems: [{ message: 'found a row without a score' }] }
  const found = { model, task, metric, shots, score, ...known }
  return { score: unit === undefined ? found : asLogLikelihood(found, unit) }
}

function kindOf(isProportion: boolean): MetricKind {
  return isProportion ? 'discontinuous' : 'continuous'
}

/** 33.3 ÷ 100 as 0.333: what was written has no more digits. */
function divided(value: number, scale: number): number {
  return scale === 1 ? value : Number((value / scale).toPrecision(15))
}

/** What a row says of its score's range, after the scale. */
interface ScoreRange {
  readonly score: number | undefined
  readonly se: number | undefined
  readonly chance: number | undefined
  readonly maximum: number
  readonly items: number | undefined
}

/** A loss has neither a maximum nor a chance: what is set for the other metrics does not count. */
function lossProblems(fields: ScoreFields, { score, se, items }: ScoreRange): readonly Problem[] {
  const problems = rangeProblems(fields, { score: undefined, se, chance: undefined, maximum: 1, items })
  if (score === undefined || score >= 0) return problems
  return [
    {
      message: `loss ${fields.score} is below 0`,
      hint: 'log-likelihoods per byte have --set maximum=0, and no loss_unit',
    },
    ...problems,
  ]
}

function rangeProblems(
  fields: ScoreFields,
  { score, se, chance, maximum, items }: ScoreRange,
): readonly Problem[] {
  const problems: Problem[] = []
  if (maximum > 1 + ROUNDING || maximum < 0)
    problems.push({
      message: `found a maximum of ${maximum}, expected one from 0 to 1 after the scale`,
      hint: 'scores in percent need --set scale=100 (score, se, chance and maximum are all divided by it)',
    })
  else if (score !== undefined && score > maximum + ROUNDING)
    problems.push({
      message: `score ${fields.score} is above the maximum${fields.scale === undefined ? '' : ` (${maximum * Number(fields.scale)})`}`,
      hint:
        fields.scale === undefined
          ? 'scores in percent need --set scale=100, or a column mapped to scale'
          : 'a metric of another scale needs a scale of its own: map a column, or name it in a table of --tasks',
    })
  else if (score !== undefined && score < 0 && maximum > 0)
    problems.push({
      message: `score ${fields.score} is below 0`,
      hint: 'log-likelihoods per byte have --set maximum=0',
    })
  if (chance !== undefined && chance >= maximum && maximum > 0)
    problems.push({
      message: `chance ${fields.chance} is not below the maximum`,
      hint: 'chance has the scale of the scores',
    })
  if (se !== undefined && se < 0) problems.push({ message: `se ${fields.se} is below 0` })
  if (items === 0) problems.push({ message: 'found n 0: no items, no score' })
  return problems
}

/** `1,300,000,000` and `1_300_000_000` as digits: groups of three, in counts alone. */
function withoutSeparators(text: string): string {
  return /^\d{1,3}([,_ ]\d{3})+$/.test(text) ? text.replace(/[,_ ]/g, '') : text
}

function numberHint(text: string): string {
  if (/^[+-]?\d+,\d+$/.test(text)) return ' with a decimal point'
  if (/%$/.test(text)) return '; percent is told by --set scale=100, without the sign'
  return ''
}

/** Reads values by key and keeps what is wrong with them. */
function reader(fields: ScoreFields, problems: Problem[]) {
  const bad = (key: ScoreKey, expected: string): undefined => {
    problems.push({ message: `found ${key} "${fields[key]}", expected ${expected}` })
    return undefined
  }
  const missing = (key: ScoreKey): undefined => {
    problems.push({
      message: `found no ${key}`,
      hint: `name its column with --map ${key}=COLUMN, or set it with --set ${key}=VALUE`,
    })
    return undefined
  }
  return {
    text: (key: ScoreKey) => fields[key] ?? missing(key),
    number: (key: ScoreKey) => {
      const text = fields[key]
      if (text === undefined) return missing(key)
      const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
      return Number.isFinite(value) ? value : bad(key, `a number${numberHint(text)}`)
    },
    whole: (key: ScoreKey) => {
      const text = fields[key]
      if (text === undefined) return missing(key)
      const plain = key === 'shots' ? text.replace(/[ -]?shots?$/i, '') : text
      const digits = withoutSeparators(plain)
      return /^\d{1,15}(\.0*)?$/.test(digits) ? Number(digits) : bad(key, 'a whole number from 0 on')
    },
    count: (key: ScoreKey) => {
      const text = fields[key]
      return text === undefined
        ? undefined
        : (countOf(withoutSeparators(text)) ?? bad(key, 'a count above 0, such as 160000000 or 160M'))
    },
    oneOf: <T extends string>(key: ScoreKey, allowed: readonly T[]): T | undefined => {
      const text = fields[key]
      if (text === undefined) return undefined
      const found = allowed.find((one) => one === text)
      if (found === undefined)
        problems.push({ message: `unknown ${key} "${text}"`, allowed, nearest: nearestName(text, allowed) })
      return found
    },
  }
}
