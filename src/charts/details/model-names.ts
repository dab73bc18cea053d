import { listText } from '../findings/plain-numbers.ts'

/** More names than these make no sentence. */
const MOST_NAMES = 4

/** `a, b and c`; of many the first ones: `a, b, c and 9 others`. */
export function namesText(names: readonly string[]): string {
  return names.length > MOST_NAMES
    ? `${names.slice(0, MOST_NAMES - 1).join(', ')} and ${names.length - MOST_NAMES + 1} others`
    : listText(names)
}
