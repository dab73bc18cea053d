import type { Extraction } from './extraction.ts'
import { afterMarker } from './extractions/after-marker.ts'
import { code } from './extractions/code.ts'
import { firstLine } from './extractions/first-line.ts'
import { lastNumber } from './extractions/last-number.ts'
import { regex } from './extractions/regex.ts'
import { whole } from './extractions/whole.ts'

/** Every extraction by the name that task files use. */
export const EXTRACTIONS: { readonly [type: string]: Extraction } = {
  whole,
  'first-line': firstLine,
  'after-marker': afterMarker,
  'last-number': lastNumber,
  regex,
  code,
}
