import { textWidth } from './text-width.ts'

/** Parts joined in as few lines as fit a width in pixels; a part that is wider stands alone. Empty parts are left out. */
export function wrapParts(
  parts: readonly string[],
  {
    separator,
    width,
    fontSize,
  }: { readonly separator: string; readonly width: number; readonly fontSize: number },
): string[] {
  const lines: string[] = []
  for (const part of parts.filter((text) => text !== '')) {
    const longer = lines.length === 0 ? part : `${lines.at(-1)}${separator}${part}`
    if (lines.length > 0 && textWidth(longer, fontSize) > width) lines.push(part)
    else lines.splice(-1, 1, longer)
  }
  return lines
}
