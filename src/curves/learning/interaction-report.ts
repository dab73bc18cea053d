import { type BoundedCell, boundedCells } from './bounded-cells.ts'
import { type SizeShotsInteraction, sizeShotsInteraction } from './size-shots-interaction.ts'
import type { SizeShotsTable } from './size-shots-table.ts'

/** The interaction of size and demonstrations with what may make it appear. */
export interface InteractionReport {
  readonly interaction: SizeShotsInteraction
  /** Cells near the floor or the ceiling: an interaction may be the scale's. */
  readonly bounded: readonly BoundedCell[]
  /** The interaction on the log-likelihood, which has no ceiling there; only where cells are bounded and it is known. */
  readonly unbounded?: SizeShotsInteraction
}

/**
 * @param scale of the metric
 * @param logLikelihoods of the same models, items and numbers of demonstrations, where the task takes them
 */
export function interactionReport(
  table: SizeShotsTable,
  scale: { readonly chance?: number | undefined; readonly maximum: number },
  logLikelihoods?: SizeShotsTable,
): InteractionReport {
  const bounded = boundedCells(table, scale)
  return {
    interaction: sizeShotsInteraction(table),
    bounded,
    ...(bounded.length > 0 && logLikelihoods !== undefined
      ? { unbounded: sizeShotsInteraction(logLikelihoods) }
      : {}),
  }
}
