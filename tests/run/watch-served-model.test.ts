import { expect, test } from 'vitest'
import { watchServedModels } from '../../src/run/watch-served-model.ts'

test.each<[string, (string | undefined)[], number]>([
  ['one name', ['a', 'a', 'a'], 0],
  ['no name', [undefined, undefined], 0],
  ['a row without an answer between', ['a', undefined, 'a'], 0],
  ['a change', ['a', 'a', 'b'], 1],
  ['a change, told once', ['a', 'b', 'a', 'c'], 1],
])('%s', (_name, served, told) => {
  const lines: string[] = []
  const watch = watchServedModels((line) => lines.push(line))
  for (const servedModel of served) watch({ model: 'm', servedModel })
  expect(lines).toHaveLength(told)
  if (told > 0) expect(lines[0]).toMatch(/^m: the server answered as "a" and now as "b": /)
})
