import { type Extraction, extracted } from '../extraction.ts'
import { lastNumberIn } from '../last-number-in.ts'

/** The last number of the response: `-1234.5` for `… so it is −$1,234.5.` */
export const lastNumber: Extraction = {
  description: 'the last number, without thousands separators and currency',
  options: {},
  // Another number may always follow: an answer that met the length limit is not complete.
  compile: () => (response) => extracted(lastNumberIn(response) ?? '', false),
}
