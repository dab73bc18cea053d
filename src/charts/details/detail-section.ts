/** A part of what is printed about one curve. */
export interface DetailSection {
  readonly title: string
  /** Tables stand as they are; `text` is broken at the width of the terminal. */
  readonly lines: readonly string[]
  readonly text?: readonly string[]
}

const REASONS: { readonly [reason: string]: string } = {
  too_few_points: 'too few sizes, costs or numbers of demonstrations',
  too_few_sizes: 'too few sizes',
  too_few_items: 'too few items',
  repeated_position: 'two of them are equal',
  not_finite: 'some score or size is not known',
  unknown_cost: 'its cost is not known',
  no_chance: 'guessing never or always gives the flipped label',
  no_items: 'no item has a score at every size',
  not_shares: 'scores outside 0 to 1 have no binomial likelihood',
  flat: 'all sizes score alike',
  no_rise: 'there is no rise',
  any_width: 'any width fits',
  resamples_failed: 'too many resamples have none',
  no_errors: 'neither items nor standard errors are known',
  same_scores: 'the models score alike on the other tasks',
  no_size_term: 'the loss does not fall with size beside what falls with data',
  no_data_term: 'the loss does not fall with data beside what falls with size',
}

/** `not_identifiable (too few sizes)`: what the data cannot tell, and why. */
export function notIdentifiableText({ reason }: { readonly reason: string }): string {
  return `not_identifiable (${REASONS[reason] ?? reason.replaceAll('_', ' ')})`
}
