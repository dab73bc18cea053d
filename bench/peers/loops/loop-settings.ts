import { parseArgs } from 'node:util'
import { additionWork, question, shown } from '../addition-work.ts'

/** Reads a bare loop's command line: its server and its prompts. */
export function loopSettings(): { baseUrl: string; prompts: readonly string[]; targets: readonly string[] } {
  const { values } = parseArgs({
    options: { 'base-url': { type: 'string', default: '' }, trials: { type: 'string', default: '1000' } },
  })
  const work = additionWork(Number(values.trials))
  const start = shown(work)
  return {
    baseUrl: values['base-url'],
    prompts: work.items.map(({ input }) => start + question(input)),
    targets: work.items.map(({ target }) => target),
  }
}
