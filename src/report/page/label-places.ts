/** Where a label stands beside its point, in pixels from it, and which end of it is there. */
export interface LabelPlace {
  readonly align: 'left' | 'right'
  readonly dx: number
  readonly dy: number
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const PLACES: readonly LabelPlace[] = [
  { align: 'left', dx: 7, dy: -7 },
  { align: 'left', dx: 7, dy: 8 },
  { align: 'right', dx: -7, dy: -7 },
  { align: 'right', dx: -7, dy: 8 },
]

/** About the width of a letter and the height of a line, in pixels. */
const LETTER = 6.2
const LINE = 11

/** Room about a point that no label covers. */
const POINT = 4

/**
 * A place for each label where it covers neither another one nor a point and stays within the plot; `undefined` where
 * there is none.
 * @param points in pixels from the top left corner of the plot
 */
export function labelPlaces(
  points: readonly { readonly x: number; readonly y: number; readonly label: string }[],
  plot: { readonly width: number; readonly height: number },
): (LabelPlace | undefined)[] {
  const taken: Box[] = points.map(({ x, y }) => ({
    left: x - POINT,
    right: x + POINT,
    top: y - POINT,
    bottom: y + POINT,
  }))
  return points.map((point) => {
    const found = PLACES.find((place) => {
      const box = boxOf(point, place)
      const isInside = box.left >= 0 && box.right <= plot.width && box.top >= 0 && box.bottom <= plot.height
      return isInside && !taken.some((other) => overlap(box, other))
    })
    if (found !== undefined) taken.push(boxOf(point, found))
    return found
  })
}

function boxOf({ x, y, label }: { x: number; y: number; label: string }, { align, dx, dy }: LabelPlace): Box {
  const width = LETTER * label.length
  const left = align === 'left' ? x + dx : x + dx - width
  return { left, right: left + width, top: y + dy - LINE / 2, bottom: y + dy + LINE / 2 }
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
