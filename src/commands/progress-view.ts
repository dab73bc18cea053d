import type { Host } from './host.ts'
import { type ModelProgress, progressText } from './progress.ts'

/** Shows the progress of the models that run: redrawn lines in a terminal, a plain line now and then elsewhere. */
export interface ProgressView {
  start(progress: ModelProgress): void
  changed(progress: ModelProgress): void
  end(progress: ModelProgress): void
  /** A line between the progress lines. */
  say(line: string): void
}

const REDRAW_MS = 100
const PLAIN_LINE_MS = 15_000

export function progressView(host: Host, nameWidth: number): ProgressView {
  const { redraw } = host
  return redraw === undefined ? plainView(host, nameWidth) : liveView(host, redraw, nameWidth)
}

function liveView(host: Host, redraw: (lines: string) => void, nameWidth: number): ProgressView {
  const running = new Set<ModelProgress>()
  let drawnAt = 0
  const draw = (): void => {
    drawnAt = host.monotonic()
    redraw([...running].map((progress) => progressText(progress, drawnAt, nameWidth)).join('\n'))
  }
  const leave = (line: string): void => {
    redraw(line)
    host.redrawDone()
    if (running.size > 0) draw()
  }
  return {
    start: (progress) => {
      running.add(progress)
      draw()
    },
    changed: () => {
      if (host.monotonic() - drawnAt >= REDRAW_MS) draw()
    },
    end: (progress) => {
      running.delete(progress)
      leave(progressText(progress, progress.lastAt, nameWidth))
    },
    say: leave,
  }
}

function plainView(host: Host, nameWidth: number): ProgressView {
  const saidAt = new Map<ModelProgress, number>()
  const say = (progress: ModelProgress, now: number): void => {
    saidAt.set(progress, now)
    host.note(progressText(progress, now, nameWidth))
  }
  return {
    start: (progress) => void saidAt.set(progress, progress.startedAt),
    changed: (progress) => {
      const now = host.monotonic()
      if (now - (saidAt.get(progress) ?? 0) >= PLAIN_LINE_MS) say(progress, now)
    },
    end: (progress) => say(progress, progress.lastAt),
    say: host.note,
  }
}
