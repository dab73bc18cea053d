import type { Instruction, Rendering } from '../domain/factors.ts'
import type { Item } from '../domain/item.ts'
import type { Message, Prompt } from '../domain/prompt.ts'
import type { Template } from '../domain/task.ts'
import type { Demonstration } from './demonstration.ts'
import { type ItemText, itemTextOf, literalOpening } from './item-text.ts'

export interface PromptParts {
  readonly template: Template
  readonly instruction: Instruction
  readonly demonstrations: readonly Demonstration[]
  readonly query: Item
}

/** Renders a trial's prompt. All demonstrations given are shown: none is ever dropped here. */
export function renderPrompt(rendering: Rendering, parts: PromptParts): Prompt {
  if (rendering === 'chat-turns') return { rendering, messages: turns(parts) }
  const { text, cuts } = plainText(parts)
  if (rendering === 'raw') return { rendering, text, cuts }
  return { rendering, messages: [{ role: 'user', content: text, cuts }] }
}

function plainText(parts: PromptParts): { text: string; cuts: number[] } {
  const opening = openingOf(parts)
  const { input } = itemTextOf(parts.template)(parts.query)
  return { text: opening.text + input, cuts: [...opening.cuts] }
}

/** What comes before the query. */
interface Opening extends Omit<PromptParts, 'demonstrations' | 'query'> {
  readonly text: string
  readonly cuts: readonly number[]
}

const openings = new WeakMap<readonly Demonstration[], Opening>()

/** All queries of a draw and k begin alike: the beginning is made once while the list of demonstrations lives. */
function openingOf({ template, instruction, demonstrations }: PromptParts): Opening {
  const known = openings.get(demonstrations)
  if (known?.template === template && known.instruction === instruction) return known
  const textOf = itemTextOf(template)
  const cuts: number[] = []
  const pieces: string[] = []
  let length = 0
  const close = (piece: string, delimiter = template.demonstrationDelimiter): void => {
    pieces.push(piece, delimiter)
    cuts.push(length + piece.length)
    length += piece.length + delimiter.length
  }
  if (instruction === 'on' && template.instruction !== undefined)
    close(template.instruction, template.instructionDelimiter)
  for (const shown of demonstrations) close(demonstrationText(template, textOf(shown.item), shown.label))
  // The words before the query's first field are shared too.
  length += literalOpening(template).length
  if (length > 0) cuts.push(length)
  const made = { template, instruction, text: pieces.join(''), cuts }
  openings.set(demonstrations, made)
  return made
}

function demonstrationText(template: Template, text: ItemText, label: string | undefined): string {
  return label === undefined ? text.input : text.input + template.targetDelimiter + text.target(label)
}

/**
 * Demonstrations as earlier turns. The instruction opens the first user turn, since several chat templates
 * refuse a system message. An unlabelled demonstration has no turn to answer with, so it joins the next user turn.
 */
function turns(parts: PromptParts): Message[] {
  const { template } = parts
  const textOf = itemTextOf(template)
  const messages: Message[] = []
  let opening = ''
  const openingCuts: number[] = []
  const open = (piece: string, delimiter = template.demonstrationDelimiter): void => {
    opening += piece
    openingCuts.push(opening.length)
    opening += delimiter
  }
  const user = (input: string): void => {
    messages.push({ role: 'user', content: opening + input, cuts: openingCuts.splice(0) })
    opening = ''
  }
  if (parts.instruction === 'on' && template.instruction !== undefined)
    open(template.instruction, template.instructionDelimiter)
  for (const { item, label } of parts.demonstrations) {
    const text = textOf(item)
    if (label === undefined) {
      open(text.input)
      continue
    }
    user(text.input)
    const answer = text.target(label)
    messages.push({ role: 'assistant', content: answer, cuts: [answer.length] })
  }
  user(textOf(parts.query).input)
  return messages
}
