import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { curveText } from '../../src/results/curve-file.ts'
import { readCurve } from '../../src/results/read-curve.ts'
import { fourModels, simulatedLadder } from '../charts/demo-points.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'icl-curve-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileWith(text: string): string {
  const path = join(folder, 'curve.csv')
  writeFileSync(path, text)
  return path
}

test('what was written is read', async () => {
  const points = [
    ...fourModels,
    { ...(simulatedLadder[0] ?? fourModels[0]), score: undefined, task: 'a,"b"' },
  ]
  expect(await readCurve(fileWith(curveText(points as typeof fourModels)))).toEqual(points)
})

test('an imported curve says less, and may say more', async () => {
  const text =
    'source,task,metric,model,parameters,shots,score,note\ngpt3,add,accuracy,ada,125000000,0,0.02,x y\n'
  expect(await readCurve(fileWith(text))).toMatchObject([
    {
      source: 'gpt3',
      parameters: 125e6,
      score: 0.02,
      rendering: 'raw',
      control: 'gold',
      maximum: 1,
      trials: 0,
    },
  ])
})

test.each([
  ['a,b\n1,2\n', 'is not a curve.csv: no column task, metric, model, shots, score'],
  ['task,metric,model,shots,score\nt,m,x,0,high\n', 'curve.csv:2: score is "high", not a number'],
  [
    'task,metric,model,shots,score,control\nt,m,x,0,1,gold\nt,m,x,0,1,silver\n',
    'curve.csv:3: control is "silver"; allowed: gold',
  ],
])('%j is refused', async (text, message) => {
  await expect(readCurve(fileWith(text))).rejects.toThrow(message)
})

test('no file is said so', async () => {
  await expect(readCurve(join(folder, 'none.csv'))).rejects.toThrow('there is no curve.csv')
})
