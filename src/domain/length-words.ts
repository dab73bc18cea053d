/**
 * The words in trials.csv's `finish_reason` that say that a limit on length ended the response, whichever provider said
 * so: what a row still tells of it.
 */
export const LENGTH_WORDS: ReadonlySet<string> = new Set(['length', 'max_tokens', 'not done: repeats itself'])
