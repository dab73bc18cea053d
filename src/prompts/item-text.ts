import type { Item } from '../domain/item.ts'
import type { Template } from '../domain/task.ts'
import { compileTemplate } from './compile-template.ts'

/** An item in a task's words: what is asked and what is answered, without the delimiter between them. */
export interface ItemText {
  readonly input: string
  /** The text of a target in place of the item's first one, for controls that change labels. */
  target(label: string): string
}

type ItemTextOf = (item: Item) => ItemText

const renderers = new WeakMap<Template, ItemTextOf>()

/** The text of items under a template; each item is rendered once and remembered while the item lives. */
export function itemTextOf(template: Template): ItemTextOf {
  const known = renderers.get(template)
  if (known !== undefined) return known
  const renderInput = compileTemplate(template.input)
  const renderTarget = compileTemplate(template.target)
  const texts = new WeakMap<Item, ItemText>()
  const made: ItemTextOf = (item) => {
    const seen = texts.get(item)
    if (seen !== undefined) return seen
    const text: ItemText = {
      input: renderInput(item.fields),
      target: (label) =>
        renderTarget(label === item.fields.target ? item.fields : { ...item.fields, target: label }),
    }
    texts.set(item, text)
    return text
  }
  renderers.set(template, made)
  return made
}

/** What every input of a template begins with: its text before the first Jinja tag. */
export function literalOpening(template: Template): string {
  const tag = template.input.search(/\{[{%#]/)
  return tag === -1 ? template.input : template.input.slice(0, tag)
}
