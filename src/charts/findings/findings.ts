import { RULE_2 } from '../../curves/verdict/rule.ts'
import { lineName, type RunVerdict } from '../../curves/verdict/run-verdicts.ts'
import { VERDICTS, type VerdictRow } from '../../domain/verdict-row.ts'
import { taskName } from '../chart-frame.ts'
import type { ChartGroup } from '../condition.ts'
import { noVerdictSentence } from './no-verdict.ts'
import { countText } from './plain-numbers.ts'
import { ruleLines } from './rule-lines.ts'
import { verdictRow } from './verdict-row.ts'
import { verdictWord } from './verdict-word.ts'

/** A verdict with its row. */
interface Finding {
  readonly found: RunVerdict
  readonly row: VerdictRow
}

/** What a run's curves show, as people read it. */
export interface Findings {
  /** All of them: verdicts.csv. */
  readonly rows: readonly VerdictRow[]
  /** Where no curve can carry a verdict: that, and why. */
  readonly opening: string | undefined
  /** What the curves of a chart show with the most demonstrations; nothing where none of the run has a verdict. */
  sentencesOf(group: ChartGroup): readonly string[]
  /** How many curves came to which verdict, and what holds for all; nothing where none has one. */
  readonly closing: readonly string[]
}

/** Words for the verdicts of a run. */
export function findingsOf(verdicts: readonly RunVerdict[]): Findings {
  const places = Map.groupBy(verdicts, placeOf)
  const all = verdicts.map((found): Finding => {
    const alone = places.get(placeOf(found))?.length === 1
    return { found, row: verdictRow(found, alone ? undefined : lineName(found.curve)) }
  })
  const rows = all.map(({ row }) => row)
  const opening = noVerdictSentence(rows)
  const leading = [...Map.groupBy(all.filter(isLeading), ({ found }) => chartOf(found)).values()].flatMap(
    tellingOnes,
  )
  const ofChart = Map.groupBy(leading, ({ found }) => chartOf(found))
  return {
    rows,
    opening,
    sentencesOf: (group) =>
      opening === undefined ? (ofChart.get(chartOfGroup(group)) ?? []).map(sentenceOf) : [],
    closing: opening === undefined ? closingLines(leading, rows.length) : [],
  }
}

function isLeading({ found }: Finding): boolean {
  return found.leads
}

/** A line that cannot carry a verdict is silent beside one that can; of several that cannot, the longest speaks. */
function tellingOnes(findings: readonly Finding[]): readonly Finding[] {
  const decided = findings.filter(({ row }) => row.verdict !== 'not_identifiable')
  return decided.length > 0 ? decided : findings.toSorted((a, b) => b.row.sizes - a.row.sizes).slice(0, 1)
}

function sentenceOf({ row: { sentence, needed } }: Finding): string {
  return needed === undefined ? sentence : `${sentence} To say more: ${needed}.`
}

function closingLines(leading: readonly Finding[], all: number): string[] {
  const byVerdict = VERDICTS.flatMap((verdict) => {
    const of = leading.filter(({ row }) => row.verdict === verdict)
    return of.length === 0 ? [] : [`  ${verdictWord(verdict)}: ${of.length} (${of.map(nameOf).join(', ')})`]
  })
  const rule = leading[0]?.found.report.rule ?? RULE_2
  return [
    `Findings over model size, each task at its most demonstrations (all ${countText(all, 'curve')} are in verdicts.csv):`,
    ...byVerdict,
    ...ruleLines(rule),
  ]
}

/** A task, with its condition where it is not the usual one. */
function nameOf({ found: { curve } }: Finding): string {
  const { rendering, instruction, control } = curve
  const unusual = [
    rendering === 'raw' ? '' : rendering,
    instruction === 'on' ? 'instruction' : '',
    control === 'gold' ? '' : control,
  ]
  return [taskName(curve.task), ...unusual].filter((part) => part !== '').join(' ')
}

/** Curves of one place are of different lines. */
function placeOf(found: RunVerdict): string {
  return `${chartOf(found)}\u0000${found.curve.shots}`
}

function chartOf({ source, curve }: Pick<RunVerdict, 'source' | 'curve'>): string {
  const { task, column, rendering, instruction, control, sampling } = curve
  return [source, task, column, rendering, instruction, control, sampling].join('\u0000')
}

function chartOfGroup({ source, task, metric, points }: ChartGroup): string {
  const point = points.at(-1)
  if (point === undefined) return ''
  const { rendering, instruction, control, sampling } = point
  return [source, task, `score_${metric}`, rendering, instruction, control, sampling].join('\u0000')
}
