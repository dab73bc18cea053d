import type { Item } from '../domain/item.ts'

/** An item as it is shown in a prompt: with the label that the control gave it, or with none. */
export interface Demonstration {
  readonly item: Item
  /** `undefined` under `no-labels`. */
  readonly label: string | undefined
}
