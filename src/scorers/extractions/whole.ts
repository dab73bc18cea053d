import { type Extraction, extracted } from '../extraction.ts'

/** The whole response, trimmed. */
export const whole: Extraction = {
  description: 'the whole response, trimmed',
  options: {},
  compile: () => (response) => extracted(response, false),
}
