import { CONCURRENCY } from '../addition-work.ts'
import { loopSettings } from './loop-settings.ts'

/** Asks one prompt, and gives the text of the completion. */
export type Ask = (prompt: string) => Promise<string>

/**
 * Asks all prompts of the command line, 32 at once, and prints how many were answered rightly, wrongly and not at all:
 * what any harness must do at least, and nothing else.
 */
export async function askAll(open: (baseUrl: string) => Ask): Promise<void> {
  const { baseUrl, prompts, targets } = loopSettings()
  const ask = open(baseUrl)
  const reported = { right: 0, wrong: 0, unscored: 0 }
  let next = 0
  const work = async (): Promise<void> => {
    while (next < prompts.length) {
      const index = next++
      try {
        const text = await ask(prompts[index] ?? '')
        if (text.trim() === targets[index]) reported.right++
        else reported.wrong++
      } catch {
        reported.unscored++
      }
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
  console.log(JSON.stringify(reported))
}
