import { visibleParts } from './visible-text.ts'

type Attributes = { readonly [name: string]: string | number | boolean | undefined }

/** Makes an element; strings become text, never markup. `undefined` and false leave an attribute out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : String(value))
  made.append(...children)
  return made
}

/** Somebody's text as it is, in a block of its own; what would hide in it is shown. */
export function foreignText(text: string): HTMLElement {
  const block = element('pre', { class: 'foreign', dir: 'auto' })
  for (const part of visibleParts(text))
    block.append(
      'text' in part ? part.text : element('span', { class: 'hidden-char', title: part.title }, part.mark),
    )
  return block
}
