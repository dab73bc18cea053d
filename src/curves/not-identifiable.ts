/** What the data cannot tell, and why: never a number that means "no". */
export interface NotIdentifiable<Reason extends string> {
  readonly state: 'not_identifiable'
  readonly reason: Reason
}

/** Says why something cannot be told from the data. */
export function notIdentifiable<Reason extends string>(reason: Reason): NotIdentifiable<Reason> {
  return { state: 'not_identifiable', reason }
}
