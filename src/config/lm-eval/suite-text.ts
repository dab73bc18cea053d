import { stringify } from 'yaml'
import type { ImportedSuite } from './import-task.ts'

/** The text of a suite file, with what was left out or taken over otherwise at its head. */
export function suiteText({ suite, notes }: ImportedSuite, from: string): string {
  const head = [`Imported from ${from} of lm-evaluation-harness.`, ...notes]
  const comments = head.map((line) => `# ${line.replaceAll(/\s*\n\s*/g, ' ')}\n`).join('')
  // Line ends decide a prompt, so they are shown and not left to block styles.
  return `${comments}${stringify(suite, { lineWidth: 0, aliasDuplicateObjects: false, blockQuote: false })}`
}
