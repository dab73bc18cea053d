import type { Instruction } from './instruction.ts'
import { isJson } from './is-json.ts'
import { isBlank, literal, SPACE, strip } from './text-classes.ts'

/** A line whose first mark is a star that no other follows, or a dash. */
const STAR_BULLET = new RegExp(`(?<=^|\\n)[${SPACE}]*\\*[^*][^\\n]*(?=\\n|$)`, 'gu')
const DASH_BULLET = new RegExp(`(?<=^|\\n)[${SPACE}]*-[^\\n]*(?=\\n|$)`, 'gu')

const bulletLists: Instruction = {
  description: 'it has exactly that many Markdown bullet points',
  kwargs: ['num_bullets'],
  compile: (kwargs) => {
    const wanted = kwargs.count('num_bullets')
    return (response) => countOf(response, STAR_BULLET) + countOf(response, DASH_BULLET) === wanted
  },
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

const PLAIN_ANSWERS = ['My answer is yes.', 'My answer is no.', 'My answer is maybe.']

const constrainedResponse: Instruction = {
  description: `it contains ${PLAIN_ANSWERS.map((answer) => JSON.stringify(answer)).join(' or ')}`,
  kwargs: [],
  compile: () => (response) => PLAIN_ANSWERS.some((answer) => response.includes(answer)),
}

const highlightedSections: Instruction = {
  description: 'it has at least that many *highlighted* pieces; two stars around one count twice',
  kwargs: ['num_highlights'],
  compile: (kwargs) => {
    const least = kwargs.count('num_highlights')
    return (response) => {
      const single = response.match(/\*[^\n*]*\*/gu) ?? []
      const double = response.match(/\*\*[^\n*]*\*\*/gu) ?? []
      return [...single, ...double].filter((piece) => !isBlank(piece.replaceAll('*', ''))).length >= least
    }
  },
}

const multipleSections: Instruction = {
  description: 'it has at least that many sections, each begun by the splitter and a number',
  kwargs: ['section_spliter', 'num_sections'],
  compile: (kwargs) => {
    const splitter = literal(kwargs.text('section_spliter'))
    const pattern = new RegExp(`${splitter}[${SPACE}]?\\p{Nd}`, 'gu')
    const least = kwargs.count('num_sections')
    return (response) => countOf(response, pattern) >= least
  },
}

/** Each is taken off once, in this order. */
const FENCE_STARTS = ['```json', '```Json', '```JSON', '```']

const jsonFormat: Instruction = {
  description: 'it is JSON, in a Markdown fence or not',
  kwargs: [],
  compile: () => (response) => {
    let text = strip(response)
    for (const start of FENCE_STARTS) if (text.startsWith(start)) text = text.slice(start.length)
    return isJson(strip(text.replace(/```$/u, '')))
  },
}

const title: Instruction = {
  description: 'it has a title in double angular brackets: <<title>>',
  kwargs: [],
  compile: () => (response) =>
    (response.match(/<<[^\n]+>>/gu) ?? []).some(
      (found) => !isBlank(found.replace(/^<+/u, '').replace(/>+$/u, '')),
    ),
}

/** The shape of the response. */
export const formatInstructions: { readonly [id: string]: Instruction } = {
  'detectable_format:number_bullet_lists': bulletLists,
  'detectable_format:constrained_response': constrainedResponse,
  'detectable_format:number_highlighted_sections': highlightedSections,
  'detectable_format:multiple_sections': multipleSections,
  'detectable_format:json_format': jsonFormat,
  'detectable_format:title': title,
}
