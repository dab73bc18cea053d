import type { TopLevelSpec } from 'vega-lite'
import type { Figure, FigureCell } from '../figure.ts'
import { frontierSpec } from './frontier-spec.ts'
import { outcomeSpec } from './outcome-spec.ts'
import { PADDING } from './plot-room.ts'
import { scoreSpec } from './score-spec.ts'

/** Colours are custom properties of the page, so that its theme and print style hold in charts as well. */
const CONFIG: NonNullable<TopLevelSpec['config']> = {
  background: 'transparent',
  font: 'system-ui, sans-serif',
  padding: PADDING,
  view: { stroke: null },
  axis: {
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 8,
    labelColor: 'var(--ink)',
    titleColor: 'var(--ink)',
    domainColor: 'var(--rule)',
    tickColor: 'var(--rule)',
    gridColor: 'var(--grid)',
  },
}

/**
 * A figure as a Vega-Lite chart so many pixels wide. Points carry `cell`, what opens their trials, and `tip`, what is
 * said of them.
 */
export function chartSpec(figure: Figure, cells: readonly FigureCell[], width: number): TopLevelSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: figure.title,
    width,
    autosize: { type: figure.type === 'outcomes' ? 'fit-x' : 'fit', contains: 'padding' },
    config: CONFIG,
    ...specOf(figure, cells, width),
  } as TopLevelSpec
}

function specOf(figure: Figure, cells: readonly FigureCell[], width: number) {
  switch (figure.type) {
    case 'outcomes':
      return outcomeSpec(figure, cells, width)
    case 'frontier':
      return frontierSpec(figure, cells, width)
    case 'size':
    case 'shots':
      return scoreSpec(figure, cells, width)
  }
}
