import type { ComponentSigmoid, ComputeSigmoid } from '../../curves/loss/sigmoid-report.ts'
import { metricName } from '../chart-frame.ts'
import { countText, intervalText, percentText, scoreText, shortText } from '../findings/plain-numbers.ts'
import { textTable } from '../text-table.ts'
import { type DetailSection, notIdentifiableText } from './detail-section.ts'
import { namesText } from './model-names.ts'

/** The score as a sigmoid of what a model can otherwise do, or of its training compute. */
export function sigmoidSection(
  metric: string,
  compute: ComputeSigmoid,
  component: ComponentSigmoid,
): DetailSection {
  const fitted = [computeRow(compute), componentRow(component)].filter((row) => row !== undefined)
  const head = ['x', 'models', 'w [95 %]', 'half of the rise at', 'miss [95 %]']
  return {
    title: titleOf(metric),
    lines: [
      ...(fitted.length === 0 ? [] : textTable([head, ...fitted])),
      ...computeRefusal(compute),
      ...componentRefusal(component),
    ],
    text: [
      ...computeText(compute),
      ...componentText(component),
      ...(fitted.length === 0
        ? []
        : [
            'Intervals are over items, or from the errors of the scores where there are none; conditional on these models.',
          ]),
    ],
  }
}

/** Where no model's number of trials is known. */
export function noSigmoidSection(metric: string): DetailSection {
  return {
    title: titleOf(metric),
    lines: [notIdentifiableText({ reason: 'no_errors' })],
  }
}

function titleOf(metric: string): string {
  return `observational scaling, ${metricName(metric.replace(/^score_/u, ''))} = floor + (1 − floor − miss)·σ(w·x + b)`
}

function computeRow({ found, models }: ComputeSigmoid): string[] | undefined {
  if (found.state === 'not_identifiable') return undefined
  const { low, high } = found.intervals.midpoint
  const flops = (x: number) => shortText(Math.exp(x))
  return [
    'ln C',
    String(models.length),
    `${scoreText(found.weight, 3)} ${intervalText(found.intervals.weight.low, found.intervals.weight.high, 3)}`,
    `C = ${flops(-found.offset / found.weight)} [${flops(low)}, ${flops(high)}]`,
    missText(found),
  ]
}

function componentRow({ found, tasks, models }: ComponentSigmoid): string[] | undefined {
  if (found.state === 'not_identifiable') return undefined
  const { weight, midpoint } = found.intervals
  return [
    `first component of ${countText(tasks.length, 'task')}`,
    String(models.length),
    `${scoreText(found.weight)} ${intervalText(weight.low, weight.high)}`,
    `${scoreText(-found.offset / found.weight)} ${intervalText(midpoint.low, midpoint.high)}`,
    missText(found),
  ]
}

function missText({ miss, intervals }: Extract<ComputeSigmoid['found'], { state: 'fitted' }>): string {
  return `${scoreText(miss)} ${intervalText(intervals.miss.low, intervals.miss.high)}`
}

function computeRefusal({ found, models }: ComputeSigmoid): string[] {
  if (found.state === 'fitted') return []
  const reason =
    found.reason === 'too_few_models'
      ? `not_identifiable (${countText(models.length, 'model')} of known compute, and it takes 8 that differ)`
      : notIdentifiableText(found)
  return [`x = ln C: ${reason}`]
}

function componentRefusal({ found, tasks }: ComponentSigmoid): string[] {
  if (found.state === 'fitted') return []
  return [`x = first component of the other tasks' scores: ${componentReason(found, tasks)}`]
}

function componentReason(
  found: Extract<ComponentSigmoid['found'], { state: 'not_identifiable' }>,
  tasks: readonly string[],
): string {
  if (found.reason === 'too_few_models') return 'not_identifiable (it takes 8 models)'
  if (found.reason !== 'too_few_tasks') return notIdentifiableText(found)
  return `not_identifiable (${countText(tasks.length, 'other task')} with a score of every model, and it takes 2)`
}

function computeText({ found, derived, without }: ComputeSigmoid): string[] {
  return [
    ...(without.length === 0
      ? []
      : [`Neither training_flops nor training_tokens is stated for ${namesText(without)}.`]),
    ...(found.state === 'fitted' && derived.length > 0
      ? [`C is 6·N·D for ${namesText(derived)}: training_flops is not stated.`]
      : []),
    ...boundText('ln C', found),
  ]
}

function componentText({ found, share, tasks, incomplete }: ComponentSigmoid): string[] {
  return [
    ...(found.state === 'fitted' && share !== undefined
      ? [
          `The first component holds ${percentText(share)} of the variance of the scores in ${namesText(tasks)}.`,
        ]
      : []),
    ...(incomplete.length === 0
      ? []
      : [`Left out of it, for some model has no score there: ${namesText(incomplete)}.`]),
    ...boundText('the first component', found),
  ]
}

function boundText(of: string, found: ComputeSigmoid['found']): string[] {
  if (found.state === 'not_identifiable') return []
  // A miss of 0 is a finding; a slope or a middle that ran to its limit is none.
  return found.atBound.includes('slope') || found.atBound.includes('midpoint')
    ? [`Over ${of} the rise is steeper, flatter or farther out than these models can tell.`]
    : []
}
