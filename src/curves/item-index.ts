/** A task's items numbered as they first appear, so that every cell keeps plain arrays, not names. */
export interface ItemIndex {
  indexOf(item: string, group: string | undefined): number
  /** The number of the item's unit: its group, or itself where it has none. */
  unitOf(index: number): number
  /** The group's name, or the item's where it has none. */
  nameOfUnit(unit: number): string
}

/** An empty index. Memory is one entry per item of the task, whatever the number of rows. */
export function itemIndex(): ItemIndex {
  const items = new Map<string, number>()
  const units: number[] = []
  const names: string[] = []
  const groups = new Map<string, number>()
  return {
    indexOf: (item, group) => {
      const known = items.get(item)
      if (known !== undefined) return known
      const index = items.size
      items.set(item, index)
      const unit = group === undefined ? index : (groups.get(group) ?? index)
      if (group !== undefined) groups.set(group, unit)
      units.push(unit)
      names.push(group ?? item)
      return index
    },
    unitOf: (index) => units[index] ?? index,
    nameOfUnit: (unit) => names[unit] ?? '',
  }
}
