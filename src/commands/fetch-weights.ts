import type { Model } from '../domain/model.ts'
import { progressLine } from '../weights/progress-line.ts'
import type { WeightsProgress } from '../weights/weights-deps.ts'
import type { Host } from './host.ts'
import { obtain } from './make-providers.ts'

const REDRAW_MS = 100
const PLAIN_LINE_MS = 10_000

/** Fetches the weights of each model that has sources, one after the other, with a progress bar. @throws InputError */
export async function fetchWeights(
  host: Host,
  configFolder: string,
  models: readonly Model[],
): Promise<void> {
  for (const model of models) {
    if (model.weights === undefined) continue
    await obtain(host, configFolder, model, { signal: host.aborted, onProgress: weightsView(host) })
    host.redrawDone()
  }
}

function weightsView(host: Host): (progress: WeightsProgress) => void {
  let shownAt = host.redraw === undefined ? host.monotonic() : 0
  const every = host.redraw === undefined ? PLAIN_LINE_MS : REDRAW_MS
  return (progress) => {
    if (host.monotonic() - shownAt < every) return
    shownAt = host.monotonic()
    const show = host.redraw ?? host.note
    show(progressLine(progress))
  }
}
