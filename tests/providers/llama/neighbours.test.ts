import { expect, test } from 'vitest'
import type { Prompt } from '../../../src/domain/prompt.ts'
import type { Session } from '../../../src/domain/provider.ts'
import { randomStream } from '../../../src/domain/random.ts'
import { describeWith } from '../../real-parts.ts'
import { ask, openReal, type RealModel, raw } from './real-engine.ts'
import { WORDS } from './real-sweep.ts'

/** Prompts in planned order: tasks, then shots, then queries; one draw, so that demonstrations nest. */
function plannedPrompts(shots: readonly number[], queries: number): Prompt[] {
  const numbers = randomStream('neighbours')
  const sums = Array.from({ length: 16 }, () => [10 + numbers.int(90), 10 + numbers.int(90)] as const)
  const tasks = [
    {
      instruction: 'Add the numbers.',
      items: sums.map(([a, b]) => [`Q: What is ${a} plus ${b}?\nA:`, ` ${a + b}`] as const),
    },
    {
      instruction: '把单词写成大写。',
      items: WORDS.map((word) => [`词：${word}\n大写：`, word.toUpperCase()] as const),
    },
  ]
  return tasks.flatMap(({ instruction, items }) =>
    shots.flatMap((k) =>
      items.slice(-queries).map(([query]) => {
        const shown = [instruction, ...items.slice(0, k).map(([input, target]) => input + target)]
        const cuts = shown.map((_, index) => shown.slice(0, index + 1).join('\n\n').length)
        return raw([...shown, query].join('\n\n'), ...cuts)
      }),
    ),
  )
}

/** Long answers: rounding that differs shows sooner or later. */
const LONG = { maxTokens: 24, stop: [] }

type Asked = readonly [index: number, prompt: Prompt]

async function answers(session: Session, asked: readonly Asked[], worker = 0): Promise<[number, string][]> {
  const texts: [number, string][] = []
  for (const [index, prompt] of asked)
    texts.push([index, (await ask(session, prompt, LONG, { worker })).text])
  return texts
}

const inOrder = (texts: readonly [number, string][]): string[] =>
  [...texts].sort(([a], [b]) => a - b).map(([, text]) => text)

/** What ran before, in which order and in which process, changes nothing: decision 12. */
async function checkNeighbours(name: RealModel, shots: readonly number[], queries: number): Promise<void> {
  const planned = [...plannedPrompts(shots, queries).entries()]
  const session = await openReal(name, { processes: 2, contextNeeded: 1024 })
  try {
    const expected = inOrder(await answers(session, planned))
    // The other process is fresh, and each worker now sees its share in another order.
    const shuffled = randomStream('shuffle').shuffle(planned)
    const half = shuffled.length >> 1
    const [one, other] = await Promise.all([
      answers(session, shuffled.slice(0, half), 1),
      answers(session, shuffled.slice(half), 0),
    ])
    expect(inOrder([...one, ...other])).toEqual(expected)
    expect(new Set(expected).size).toBeGreaterThan(expected.length / 4)

    const last = planned.length - 1
    const fresh = await openReal(name, { contextNeeded: 2048 })
    try {
      const [first] = await answers(fresh, planned.slice(last))
      expect(first?.[1]).toBe(expected[last])
    } finally {
      await fresh.close()
    }
  } finally {
    await session.close()
  }
}

/** At length only where everything is tested: same-bytes.test.ts asks a whole sweep of the smallest model each time. */
const AT_LENGTH = process.env.ICL_REQUIRE_ALL === '1'

describeWith(['smollm2-135m-instruct'], 'an answer does not depend on its neighbours, byte-level BPE', () => {
  const shots = AT_LENGTH ? [0, 2, 5] : [0, 2]
  const queries = AT_LENGTH ? 3 : 1
  test(
    'in any order, in any process',
    () => checkNeighbours('smollm2-135m-instruct', shots, queries),
    120_000,
  )
})

describeWith(['gemma3-270m'], 'an answer does not depend on its neighbours, SentencePiece', () => {
  test.runIf(AT_LENGTH)(
    'in any order, in any process',
    () => checkNeighbours('gemma3-270m', [0, 3], 2),
    120_000,
  )
})
