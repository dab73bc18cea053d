import type { Instruction } from './instruction.ts'
import { literal, SPACE } from './text-classes.ts'

const PLACEHOLDER = /\[[^\n]*?\]/gu

const placeholders: Instruction = {
  description: 'it has at least that many placeholders in square brackets',
  kwargs: ['num_placeholders'],
  compile: (kwargs) => {
    const least = kwargs.count('num_placeholders')
    return (response) => (response.match(PLACEHOLDER)?.length ?? 0) >= least
  },
}

/** Markers that are also right with a space behind each full stop; the second needs no last full stop. */
const SPACED_MARKERS: { readonly [marker: string]: RegExp } = {
  'P.S.': new RegExp(`p\\.[${SPACE}]?s\\.`, 'u'),
  'P.P.S': new RegExp(`p\\.[${SPACE}]?p\\.[${SPACE}]?s`, 'u'),
}

const postscript: Instruction = {
  description: 'it has the marker of a postscript, in any case',
  kwargs: ['postscript_marker'],
  compile: (kwargs) => {
    const marker = kwargs.text('postscript_marker')
    const pattern = SPACED_MARKERS[marker] ?? new RegExp(literal(marker.toLowerCase()), 'u')
    return (response) => pattern.test(response.toLowerCase())
  },
}

/** Things that the response must contain. */
export const contentInstructions: { readonly [id: string]: Instruction } = {
  'detectable_content:number_placeholders': placeholders,
  'detectable_content:postscript': postscript,
}
