/** What is weighed: less x and more score are better. */
interface Weighed {
  readonly x: number
  readonly score: number
}

/** The members that no other one beats: none has a higher score at no more x, nor the same at less. Ascending by x. */
export function frontier<T extends Weighed>(members: readonly T[]): T[] {
  const front: T[] = []
  let best = Number.NEGATIVE_INFINITY
  for (const one of members.toSorted((a, b) => a.x - b.x || b.score - a.score)) {
    if (one.score <= best) continue
    best = one.score
    front.push(one)
  }
  return front
}
