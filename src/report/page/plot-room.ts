/** Room for the axis beside a plot, in pixels; about. */
export const AXIS_ROOM = 58

/** Room for labels at the end of lines. */
export const LABEL_ROOM = 44

export const PADDING = { left: 2, right: 8, top: 6, bottom: 2 } as const

/** Height of a chart of scores so many pixels wide. */
export function plotHeight(width: number): number {
  return width < 330 ? 200 : 260
}
