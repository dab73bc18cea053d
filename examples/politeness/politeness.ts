import { defineScorer } from 'icl-harness'

const WORDS = ['please', 'could', 'would', 'kindly', 'thank', 'sorry', 'mind']

/** How polite a request is: the share of `enough` polite words in it, at most 1; shouting takes a half away. */
export default defineScorer({
  kind: 'continuous',
  options: {
    words: {
      type: 'names',
      required: false,
      allowed: WORDS,
      description: `the words that count; all of ${WORDS.join(', ')} where not given`,
    },
    enough: {
      type: 'number',
      required: false,
      description: 'how many of them are enough for 1; 2 by default',
    },
  },
  score: ({ answer, options }) => {
    const words = Array.isArray(options.words) ? options.words : WORDS
    const enough = typeof options.enough === 'number' ? options.enough : 2
    const said = new Set(answer.toLowerCase().match(/[a-z]+/g))
    const share = Math.min(1, words.filter((word: string) => said.has(word)).length / enough)
    return answer.includes('!') ? share / 2 : share
  },
})
