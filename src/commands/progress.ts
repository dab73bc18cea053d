import { isScored } from '../domain/outcome.ts'
import type { Result } from '../domain/result.ts'

/** How far one model's part of a run has come. */
export interface ModelProgress {
  readonly model: string
  /** Trials to do in this run; those found done are not among them. */
  readonly planned: number
  done: number
  failed: number
  skipped: number
  scored: number
  /** Sum of the primary scores, for the running mean. */
  scoreSum: number
  readonly startedAt: number
  lastAt: number
}

/** Adds a result. `primary` is the task's primary score column. */
export function countResult(progress: ModelProgress, result: Result, primary: string, now: number): void {
  progress.done++
  progress.lastAt = now
  if (result.outcome === 'failed') progress.failed++
  if (result.outcome === 'skipped') progress.skipped++
  const score = result.scores[primary]
  if (!isScored(result.outcome) || score === undefined) return
  progress.scored++
  progress.scoreSum += score
}

const BAR_CELLS = 16

/** One line: bar, count, rate, time left, running mean score, failures. `now` is on the clock of startedAt. */
export function progressText(progress: ModelProgress, now: number, nameWidth: number): string {
  const { model, planned, done, failed, skipped, scored, scoreSum, startedAt } = progress
  const share = planned === 0 ? 1 : done / planned
  const filled = Math.round(share * BAR_CELLS)
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled)
  const ratePerSecond = done / Math.max((now - startedAt) / 1000, 1e-3)
  const parts = [
    `${model.padEnd(nameWidth)} ${bar} ${String(done).padStart(String(planned).length)}/${planned}`,
    `${formatRate(ratePerSecond)}/s`,
    done < planned && done > 0
      ? `${formatDuration((planned - done) / ratePerSecond)} left`
      : formatDuration((now - startedAt) / 1000),
    scored === 0 ? 'score –' : `score ${(scoreSum / scored).toFixed(2)}`,
  ]
  if (failed > 0) parts.push(`${failed} failed`)
  if (skipped > 0) parts.push(`${skipped} skipped`)
  return parts.join('  ')
}

function formatRate(perSecond: number): string {
  return perSecond >= 100 ? perSecond.toFixed(0) : perSecond.toFixed(1)
}

/** `0:07`, `12:30`, `1:02:03`. */
function formatDuration(seconds: number): string {
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const padded = (part: number): string => String(part).padStart(2, '0')
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes}:${padded(rest)}`
}
