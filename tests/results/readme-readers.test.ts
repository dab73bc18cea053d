import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PROJECT } from '../commands/run-icl.ts'
import { documentedCode } from './documented-code.ts'

const README = readFileSync(`${PROJECT}/README.md`, 'utf8')

test.each([
  ['python', /^trials = pd\.read_csv.*$/m],
  ['r', /^trials <- read\.csv.*$/m],
  ['sql', /read_csv\(.*\)/],
] as const)('the README reads trials.csv in %s by the line that is tested', (language, line) => {
  const [documented] = documentedCode(language).match(line) ?? []
  expect(documented).toBeDefined()
  expect(README).toContain(documented)
})
