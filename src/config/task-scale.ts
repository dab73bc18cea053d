import type { Problem } from '../domain/input-error.ts'
import type { Item } from '../domain/item.ts'
import type { Task } from '../domain/task.ts'
import type { Vocabulary } from '../domain/vocabulary.ts'
import type { TaskSettings } from './task-settings.ts'
import type { YamlDocument } from './yaml-document.ts'

type Judged = Pick<Task, 'metrics' | 'primary'>

/**
 * Scores of guessing and of a perfect answer on the primary metric, as the task says; else 0 and 1. Where the metric is
 * whether the right choice was made, guessing is worth the choices' share of right ones, on average over the queries.
 */
export function scaleOf(
  settings: TaskSettings,
  scoring: Judged,
  queries: readonly Item[],
  vocabulary: Vocabulary,
): Pick<Task, 'chance' | 'maximum'> {
  const entry = primaryEntry(scoring, vocabulary)
  const chooses = entry?.needs === 'choice-likelihoods' && entry.kind === 'discontinuous'
  return {
    chance: settings.get('chance')?.value ?? (chooses ? chanceOfGuessing(queries) : 0),
    maximum: settings.get('maximum')?.value ?? 1,
  }
}

/** What is wrong with a task's chance and maximum. */
export function scaleProblems(
  settings: TaskSettings,
  scoring: Judged | undefined,
  vocabulary: Vocabulary,
  document: YamlDocument,
): readonly Problem[] {
  const chance = settings.get('chance')
  const maximum = settings.get('maximum')
  const isFraction = scoring === undefined || primaryEntry(scoring, vocabulary)?.unit !== 'nats_per_byte'
  if (!isFraction)
    return (['chance', 'maximum'] as const).flatMap((key): Problem[] => {
      const path = settings.get(key)?.path
      if (path === undefined || path[0] === 'defaults') return []
      const message = `${key}: the primary metric is in nats per byte, at most 0 and without a score of guessing`
      return [{ ...document.placeOf(path), message, hint: 'remove it' }]
    })
  if ((chance?.value ?? 0) < (maximum?.value ?? 1)) return []
  const path = (chance ?? maximum)?.path ?? settings.path
  const message = `chance: found ${chance?.value ?? 0}, expected less than the maximum, ${maximum?.value ?? 1}`
  return [{ ...document.placeOf(path), message }]
}

function primaryEntry({ metrics, primary }: Judged, vocabulary: Vocabulary) {
  const spec = metrics.find(({ column }) => column === primary)
  return spec && vocabulary.metrics[spec.metric]
}

function chanceOfGuessing(items: readonly Item[]): number {
  const shares = items.map(({ choices = [], targets }) => targets.length / Math.max(1, choices.length))
  const [first = 0] = shares
  // A mean of equal thirds would miss a third by a rounding error.
  if (shares.every((share) => share === first)) return first
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}
