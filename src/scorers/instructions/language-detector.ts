import { randomStream } from '../../domain/random.ts'
import { LANGUAGES, languageModel, type Weights } from './language-model.ts'
import { cleaned, normalised } from './language-text.ts'

/** n-grams of 1 to this many characters. */
const LONGEST = 3
/** Trials whose probabilities are averaged: more than the original's 7, so that chance decides less. */
const TRIALS = 35
const SMOOTHING = 0.5
const SMOOTHING_SPREAD = 0.05
/** Frequencies are smoothed as if each n-gram were seen that often. */
const BASE_FREQUENCY = 10_000
const SURE = 0.99999
const MOST_STEPS = 1000
const STEPS_BETWEEN_LOOKS = 5

/**
 * The language a text is in, as an ISO 639-1 code (`zh-cn` and `zh-tw` for Chinese); `undefined` where it has no
 * n-gram of any language. A naive Bayes classifier over character n-grams that draws n-grams by chance until it is
 * sure (Nakatani 2010, "Language Detection Library for Java"), as langdetect does it; the draws depend on the text
 * alone. Words in capital letters hardly count there: their n-grams after the second letter are left out.
 */
export function detectLanguage(text: string): string | undefined {
  if (detected.has(text)) return detected.get(text)
  if (detected.size >= MOST_DETECTED) detected.clear()
  const language = languageOf(text)
  detected.set(text, language)
  return language
}

/** Strict and loose checks of several instructions and metrics ask about the same few texts. */
const detected = new Map<string, string | undefined>()
const MOST_DETECTED = 64

function languageOf(text: string): string | undefined {
  const grams = gramsOf(text)
  if (grams.length === 0) return undefined
  const stream = randomStream('language', text)
  const total = new Float64Array(LANGUAGES.length)
  for (let trial = 0; trial < TRIALS; trial++) {
    const smoothing = (SMOOTHING + gaussian(stream.unit) * SMOOTHING_SPREAD) / BASE_FREQUENCY
    const probabilities = probabilitiesOf(grams, smoothing, stream.int)
    for (let language = 0; language < total.length; language++)
      total[language] = (total[language] ?? 0) + (probabilities[language] ?? 0)
  }
  return LANGUAGES[total.indexOf(Math.max(...total))]
}

/** Draws until one language is sure. */
function probabilitiesOf(
  grams: readonly Weights[],
  smoothing: number,
  int: (below: number) => number,
): Float64Array {
  const probabilities = new Float64Array(LANGUAGES.length).fill(1 / LANGUAGES.length)
  for (let step = 0; ; step++) {
    // Every language is multiplied by the smoothing; only the ratio to that matters.
    for (const [language, frequency] of grams[int(grams.length)] ?? [])
      probabilities[language] = (probabilities[language] ?? 0) * (1 + frequency / smoothing)
    if (step % STEPS_BETWEEN_LOOKS > 0) continue
    if (normalise(probabilities) > SURE || step >= MOST_STEPS) return probabilities
  }
}

/** Makes their sum 1; returns the greatest. */
function normalise(probabilities: Float64Array): number {
  let sum = 0
  for (const probability of probabilities) sum += probability
  let most = 0
  for (let language = 0; language < probabilities.length; language++) {
    const probability = (probabilities[language] ?? 0) / sum
    probabilities[language] = probability
    most = Math.max(most, probability)
  }
  return most
}

/** The n-grams of the text that some language has. */
function gramsOf(text: string): readonly Weights[] {
  const { weightsOf } = languageModel()
  const found: Weights[] = []
  let window = ' '
  let wasUpper = false
  let isCapitalWord = false
  for (const character of cleaned(text)) {
    const { letter, isUpper } = normalised(character)
    if (window.endsWith(' ')) {
      window = ' '
      isCapitalWord = false
      if (letter === ' ') continue
    }
    window = `${window}${letter}`.slice(-LONGEST)
    isCapitalWord = isUpper && (isCapitalWord || wasUpper)
    wasUpper = isUpper
    if (isCapitalWord) continue
    for (let length = 1; length <= window.length; length++) {
      const gram = window.slice(-length)
      const known = gram === ' ' ? undefined : weightsOf(gram)
      if (known !== undefined) found.push(known)
    }
  }
  return found
}

/** A standard normal number, by Box and Muller's transform. */
function gaussian(unit: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit())
}
