import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CodeLanguage } from '../../src/domain/code-runner.ts'
import type { Item } from '../../src/domain/item.ts'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { compileScorers } from '../../src/scorers/compile-scorers.ts'
import { testSandbox } from '../fixtures/sandbox.ts'
import { contextOf } from '../fixtures/scored.ts'
import { makeTask } from '../fixtures/tasks.ts'
import { describeWith, pathOf } from '../real-parts.ts'

interface Row {
  readonly id: string
  readonly prompt: string
  readonly target: string
  readonly test: string
  readonly entry_point: string
  readonly meta: { readonly solution_verified?: boolean }
}

function itemOf(row: Row): Item {
  const { id, prompt, target, test: tests, entry_point } = row
  return {
    id,
    input: prompt,
    targets: [target],
    fields: { input: prompt, target, prompt, test: tests, entry_point },
  }
}

/** A task that runs these items' completions, and what `pass` says of one. */
function passOf(language: CodeLanguage, items: readonly Item[], sandbox: Sandbox) {
  const task = makeTask({
    queries: items,
    extractions: [{ name: 'code', type: 'code', options: { language } }],
    metrics: [
      { metric: 'pass', extraction: 'code', options: { language, program: 'body' }, column: 'score_pass' },
    ],
    primary: 'score_pass',
  })
  const scorers = compileScorers(task, { code: sandbox })
  return async (item: Item, response: string): Promise<number | undefined> => {
    const scores = await scorers.score({ ...contextOf(response, item.targets), item })
    return scores.score_pass
  }
}

/** Reads this thread's processor time at every turn of the event loop, about each millisecond. */
function watchProcessor() {
  let longest = 0
  let before = threadMs()
  const timer = setInterval(() => {
    const now = threadMs()
    longest = Math.max(longest, now - before)
    before = now
  }, 1)
  return {
    /** The most that passed between two turns, in milliseconds. */
    stop: () => {
      clearInterval(timer)
      return longest
    },
  }
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

describe('scoring code', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await testSandbox()
    await Promise.all([sandbox.ready('python'), sandbox.ready('javascript')])
  }, 120_000)
  afterAll(() => sandbox.close())

  /** The most that one turn of the event loop took while programs of all kinds were scored, in milliseconds. */
  async function longestTurn(): Promise<{ readonly onTheClock: number; readonly ofProcessor: number }> {
    const python: Item = {
      id: 'p',
      input: 'def f(x):\n    # Return x',
      targets: ['    return x'],
      fields: { test: 'assert f(3) == 3', entry_point: 'f' },
    }
    const javascript: Item = {
      id: 'j',
      input: 'function f(x) {\n  // Return x',
      targets: ['  return x;\n}'],
      fields: { test: 'if (f(3) !== 3) throw new Error("wrong")', entry_point: 'f' },
    }
    const passesPython = passOf('python', [python], sandbox)
    const passesJavascript = passOf('javascript', [javascript], sandbox)
    const long = '    y = [1, 2, "three"]\n'.repeat(2000)
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const processor = watchProcessor()
    const scores = await Promise.all([
      ...Array.from({ length: 40 }, () => passesPython(python, '\n    return x\n\n\ndef g():\n    pass')),
      ...Array.from({ length: 40 }, () => passesJavascript(javascript, '\n  return x;\n}\n\nf(1)')),
      passesPython(python, `${long}    return x`),
      passesPython(python, '    print("x" * 10**8)\n    return x'),
      passesPython(python, '    return "x" * 10**7'),
      passesJavascript(javascript, '  return new Array(1e6).fill("x");\n}'),
    ])
    const ofProcessor = processor.stop()
    delay.disable()
    expect(scores).toEqual([...Array.from({ length: 81 }, () => 1), 0, 0, 0])
    return { onTheClock: delay.max / 1e6, ofProcessor }
  }

  test('never holds up the event loop for 20 ms', async () => {
    // On a machine that is busy with other things every loop waits: then its own processor time tells.
    const turns = [await longestTurn()]
    while (turns.length < 3 && turns.every(({ onTheClock }) => onTheClock >= 20))
      turns.push(await longestTurn())
    const found = `longest turns: ${JSON.stringify(turns)}`
    const isBusy = (loadavg()[0] ?? 0) > availableParallelism()
    expect(Math.min(...turns.map(({ ofProcessor }) => ofProcessor)), found).toBeLessThan(20)
    if (!isBusy) expect(Math.min(...turns.map(({ onTheClock }) => onTheClock)), found).toBeLessThan(20)
  }, 120_000)

  describeWith(['shared'], 'of public sets', () => {
    const rowsOf = (file: string): Row[] =>
      readFileSync(join(pathOf('shared'), 'data/tasks', file), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Row)

    /** Ids of the items whose response is not scored as wanted. */
    async function scoredOtherwise(
      language: CodeLanguage,
      rows: readonly Row[],
      response: (row: Row) => string,
      wanted: number,
    ): Promise<string[]> {
      const items = rows.map(itemOf)
      const passes = passOf(language, items, sandbox)
      const found = await Promise.all(
        items.map(async (item, place) => {
          const row = rows[place]
          return row !== undefined && (await passes(item, response(row))) === wanted ? [] : [item.id]
        }),
      )
      return found.flat()
    }

    test('passes every verified JavaScript solution, as a body and in a fence', async () => {
      const rows = rowsOf('humaneval_javascript.jsonl').filter(({ meta }) => meta.solution_verified === true)
      expect(rows).toHaveLength(151)
      const body = (row: Row) => `${row.target}\n\nconsole.log(${row.entry_point}())`
      expect(await scoredOtherwise('javascript', rows, body, 1)).toEqual([])
      const fenced = (row: Row) => `Here:\n\n\`\`\`js\n${row.prompt}${row.target}\n\`\`\`\nIt works.`
      expect(await scoredOtherwise('javascript', rows, fenced, 1)).toEqual([])
    }, 120_000)

    // Its tests define a function of the entry point's own name, and so test that.
    const FAULTY = 'HumanEval_javascript/152'

    test('fails every emptied JavaScript body, and tells tests that test nothing', async () => {
      const rows = rowsOf('humaneval_javascript.jsonl')
      expect(rows).toHaveLength(161)
      const sound = rows.filter(({ id }) => id !== FAULTY)
      expect(await scoredOtherwise('javascript', sound, () => '}', 0)).toEqual([])
      const faulty = rows.filter(({ id }) => id === FAULTY)
      await expect(scoredOtherwise('javascript', faulty, () => '}', 0)).rejects.toThrow(
        'the tests of compare cannot run',
      )
    }, 120_000)

    // Prompts that define helpers, and bodies that begin with blank lines or an odd indentation.
    const PECULIAR = [10, 32, 38, 50, 81, 134].map((number) => `HumanEval/${number}`)

    test('passes the peculiar Python solutions, as a body and in a fence', async () => {
      const rows = rowsOf('humaneval_python.jsonl').filter(({ id }) => PECULIAR.includes(id))
      expect(rows).toHaveLength(PECULIAR.length)
      const body = (row: Row) => `${row.target}\n\nif __name__ == "__main__":\n    raise SystemExit`
      expect(await scoredOtherwise('python', rows, body, 1)).toEqual([])
      // A chat model repeats the function, and leaves out what the prompt imports and defines.
      const fenced = (row: Row) => {
        const start = row.prompt.lastIndexOf(`def ${row.entry_point}`)
        return `\`\`\`python\n${row.prompt.slice(start)}${row.target}\n\`\`\``
      }
      expect(await scoredOtherwise('python', rows, fenced, 1)).toEqual([])
    }, 60_000)
  })
})
