import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const PAGE = resolve(import.meta.dirname, '../../docs/results.md')
const HEADING = '## Reading trials.csv elsewhere'

/** The code that docs/results.md tells users of a language to run: that section's first block of it. */
export function documentedCode(language: 'python' | 'sql' | 'r'): string {
  const [, section] = readFileSync(PAGE, 'utf8').split(`\n${HEADING}\n`)
  const code = section?.split(/^## /m)[0]?.match(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms'))?.[1]
  if (code === undefined) throw new Error(`${PAGE} has no ${language} block under "${HEADING}"`)
  return code
}
