import { readFileSync } from 'node:fs'

/** The last line of a file that is a JSON object; undefined where there is none. */
export function lastJson<T>(path: string): T | undefined {
  const line = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .findLast((text) => text.startsWith('{'))
  return line === undefined ? undefined : (JSON.parse(line) as T)
}
