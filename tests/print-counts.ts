import { readFileSync } from 'node:fs'

/** Prints `N passed, N failed, N skipped` of the last vitest run that left its JSON report. */
const report = JSON.parse(
  readFileSync(new URL('../node_modules/.cache/icl-tests.json', import.meta.url), 'utf8'),
) as {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
}
console.log(
  `${report.numPassedTests} passed, ${report.numFailedTests} failed, ${report.numPendingTests + report.numTodoTests} skipped`,
)
