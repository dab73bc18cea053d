/** What a plot can be drawn against. */
export const PLOT_AXES = ['params', 'active-params', 'shots', 'cost', 'latency', 'tokens'] as const
export type PlotAxisName = (typeof PLOT_AXES)[number]

/** What panels can differ in. */
export const PLOT_FACETS = ['task', 'model', 'control', 'rendering', 'instruction', 'sampling'] as const
export type PlotFacet = (typeof PLOT_FACETS)[number]

/** What a plot shows, and how. */
export interface PlotRequest {
  readonly x: PlotAxisName
  /** Rows and columns of panels; none for one panel. Where absent, what would otherwise be mixed. */
  readonly facets?: readonly PlotFacet[] | undefined
  /** In place of the title made from the points; empty for none. Simulated data is labelled all the same. */
  readonly title?: string | undefined
  /** Of the whole figure, in pixels; what suits the number of panels where absent. */
  readonly width?: number | undefined
}
