import { describe, expect, test } from 'vitest'
import type { CodeRunner, CodeTest, CodeVerdict } from '../../src/domain/code-runner.ts'
import { InputError } from '../../src/domain/input-error.ts'
import type { Item } from '../../src/domain/item.ts'
import type { AnswerRow } from '../../src/domain/metric.ts'
import type { Task } from '../../src/domain/task.ts'
import { compileScorers, metricOf } from '../../src/scorers/compile-scorers.ts'
import { METRICS } from '../../src/scorers/metrics.ts'
import { checkTrialsNeeded } from '../../src/scorers/trials-needed.ts'
import { contextOf } from '../fixtures/scored.ts'
import { makeTask } from '../fixtures/tasks.ts'

function itemWith(fields: Item['fields'], input = 'def f(x):'): Item {
  return { id: '0', input, targets: ['    return x'], fields }
}

function codeTask(options: { language: string; program: string }, queries: readonly Item[]): Task {
  return makeTask({
    queries,
    extractions: [{ name: 'code', type: 'code', options: { language: options.language } }],
    metrics: [{ metric: 'pass', extraction: 'code', options, column: 'score_pass' }],
    primary: 'score_pass',
  })
}

/** A runner that keeps what it was asked and always finds the same. */
function fakeRunner(verdict: CodeVerdict | Error = { state: 'passed' }) {
  const asked: CodeTest[] = []
  const runner: CodeRunner = {
    test: async (test) => {
      asked.push(test)
      if (verdict instanceof Error) throw verdict
      return verdict
    },
  }
  return { runner, asked }
}

async function scoreOf(task: Task, response: string, runner: CodeRunner | undefined, more = {}) {
  const item = task.queries[0] ?? itemWith({})
  const scorers = compileScorers(task, { code: runner })
  return await scorers.score({ ...contextOf(response, item.targets), item, ...more })
}

describe('pass', () => {
  const HUMANEVAL = itemWith({
    prompt: 'import math\n\n\ndef g(x):\n    return x\n\n\ndef f(x):\n    """Return x."""\n',
    test: 'def check(candidate):\n    assert candidate(1) == 1\n',
    entry_point: 'f',
  })

  test.each<
    [
      what: string,
      options: { language: string; program: string },
      item: Item,
      response: string,
      asked: CodeTest,
    ]
  >([
    [
      'a body after the prompt, what the prompt defines beside it as helpers',
      { language: 'python', program: 'body' },
      HUMANEVAL,
      '    return g(x)\n\nprint(f(1))',
      {
        language: 'python',
        program:
          'import math\n\n\ndef g(x):\n    return x\n\n\ndef f(x):\n    """Return x."""\n    return g(x)\n',
        helpers: 'import math\n\n\ndef g(x):\n    return x\n\n\n',
        tests: 'def check(candidate):\n    assert candidate(1) == 1\n',
        entryPoint: 'f',
      },
    ],
    [
      'a whole function in a fence, after what the prompt defines',
      { language: 'python', program: 'body' },
      itemWith({ ...HUMANEVAL.fields, helpers: 'h = 1' }),
      'Sure:\n```python\ndef f(x):\n    return x\n```',
      {
        language: 'python',
        program: 'import math\n\n\ndef g(x):\n    return x\n\n\ndef f(x):\n    return x\n',
        helpers: 'h = 1',
        tests: 'def check(candidate):\n    assert candidate(1) == 1\n',
        entryPoint: 'f',
      },
    ],
    [
      'the input where there is no prompt',
      { language: 'javascript', program: 'body' },
      itemWith({ test: 'check', entry_point: 'f' }, 'function f(x) {\n  // Return x'),
      '\n  return x;\n}\n\nfunction g() {}',
      {
        language: 'javascript',
        program: 'function f(x) {\n  // Return x\n  return x;\n}\n',
        helpers: undefined,
        tests: 'check',
        entryPoint: 'f',
      },
    ],
    [
      'a whole program, tests as a list',
      { language: 'python', program: 'whole' },
      itemWith(
        { test: ['assert f(1) == 1', 'assert f(2) == 2'], entry_point: 'f', helpers: 'import math' },
        'Write a function that returns its argument.',
      ),
      'def f(x):\n    return x\n\nThat is all.',
      {
        language: 'python',
        program: 'def f(x):\n    return x',
        helpers: 'import math',
        tests: 'assert f(1) == 1\nassert f(2) == 2',
        entryPoint: 'f',
      },
    ],
  ])('runs %s', async (_what, options, item, response, asked) => {
    const fake = fakeRunner()
    expect(await scoreOf(codeTask(options, [item]), response, fake.runner)).toEqual({ score_pass: 1 })
    expect(fake.asked).toEqual([asked])
  })

  const BODY = codeTask({ language: 'python', program: 'body' }, [HUMANEVAL])

  test.each(['failed', 'error', 'timeout', 'memory', 'output', 'crashed'] as const)(
    '%s is 0',
    async (state) => {
      expect(await scoreOf(BODY, '    return x', fakeRunner({ state }).runner)).toEqual({ score_pass: 0 })
    },
  )

  test.each([
    ['an empty response', '', 'empty'],
    ['a truncated one', '    return x', 'truncated'],
    ['one without code', '```python\n```', 'unparsed'],
  ])('%s is 0 and is not run', async (_what, response, outcome) => {
    const fake = fakeRunner()
    expect(await scoreOf(BODY, response, fake.runner, { outcome })).toEqual({ score_pass: 0 })
    expect(fake.asked).toEqual([])
  })

  test('has no score where nothing can run code', async () => {
    expect(await scoreOf(BODY, '    return x', undefined)).toEqual({})
  })

  test('has no score where the tests cannot run, and says so', async () => {
    const problems: string[] = []
    const { runner } = fakeRunner(new InputError('the tests of f cannot run: SyntaxError'))
    const report = (problem: string) => problems.push(problem)
    expect(await scoreOf(BODY, '    return x', runner, { report })).toEqual({})
    expect(problems).toEqual(['score_pass: the tests of f cannot run: SyntaxError'])
  })

  test.each<[fields: Item['fields'], problem: RegExp]>([
    [{ entry_point: 'f' }, /item 0 has no field "test"/],
    [{ test: ' ', entry_point: 'f' }, /item 0 has no field "test"/],
    [{ test: 'assert f(1)' }, /item 0 has no field "entry_point"/],
    [{ test: 'assert f(1)', entry_point: 'f(1)' }, /item 0 has an entry_point "f\(1\)" that is no name/],
  ])('%j is refused', (fields, problem) => {
    const task = codeTask({ language: 'python', program: 'body' }, [itemWith(fields)])
    expect(() => compileScorers(task)).toThrow(problem)
  })
})

describe('pass_at_k', () => {
  const withPassAt = (options: { k: number; of?: string }): Task => {
    const task = codeTask({ language: 'python', program: 'body' }, [
      itemWith({ test: 'assert f(1)', entry_point: 'f' }),
    ])
    const spec = { metric: 'pass_at_k', extraction: 'code', options, column: 'score_pass_at_k' }
    return { ...task, metrics: [...task.metrics, spec] }
  }

  function passAtK(trials: number, passed: number, k: number) {
    const metric = METRICS.pass_at_k?.create({ k }, {})
    if (metric?.level !== 'item') throw new Error('not a metric of an item')
    const rows = Array.from({ length: trials }, (_, n): AnswerRow => {
      return { item: '0', answer: '', targets: [''], fields: {}, scores: { score_pass: n < passed ? 1 : 0 } }
    })
    return metric.score(rows)
  }

  test.each([
    [10, 3, 1, 0.3],
    [200, 13, 100, 0.9999194971988055],
    [5, 5, 3, 1],
    [5, 0, 3, 0],
    [4, 2, 2, 1 - 1 / 6],
    [4, 1, 4, 1],
    [3, 3, 4, undefined],
    [0, 0, 1, undefined],
  ])('of %i programs %i pass: at %i', (trials, passed, k, expected) => {
    const found = passAtK(trials, passed, k)
    if (expected === undefined) expect(found).toBeUndefined()
    else expect(found).toBeCloseTo(expected, 12)
  })

  test('is the share of all choices of k programs with one that passes', () => {
    const sizes = [1, 2, 3, 4, 5, 6, 7]
    const cases = sizes.flatMap((trials) =>
      [0, ...sizes].flatMap((passed) => sizes.map((k) => [trials, passed, k] as const)),
    )
    for (const [trials, passed, k] of cases.filter(([n, c, drawn]) => c <= n && drawn <= n)) {
      // A set of programs as a number: bit n is program n, and the first `passed` are the ones that pass.
      const choices = Array.from({ length: 2 ** trials }, (_, set) => set).filter(
        (set) => set.toString(2).replaceAll('0', '').length === k,
      )
      const good = choices.filter((set) => set % 2 ** passed > 0)
      expect(passAtK(trials, passed, k)).toBeCloseTo(good.length / choices.length, 12)
    }
  })

  test.each([0, -1, 1.5])('k = %d is refused', (k) => {
    expect(() => compileScorers(withPassAt({ k }))).toThrow(/k is .*, wanted a whole number from 1/)
  })

  test('a column that the task does not fill is refused', () => {
    const task = withPassAt({ k: 1, of: 'score_passed' })
    const [, spec] = task.metrics
    expect(() => spec && metricOf(task, spec)).toThrow(/fills no column score_passed; it has score_pass/)
  })

  test.each([
    [3, { draws: 1, repeats: 3, shots: [0, 4] }, undefined],
    [6, { draws: 2, repeats: 3, shots: [0, 4] }, undefined],
    [
      7,
      { draws: 2, repeats: 3, shots: [0, 4] },
      /pass_at_k needs 7 trials of an item, and the run makes 6.*repeats: 4/,
    ],
    [2, { draws: 5, repeats: 1, shots: [0] }, /the run makes 1/],
  ])('k = %i under %j', (k, factors, problem) => {
    const check = () => checkTrialsNeeded([{ task: withPassAt({ k }), ...factors }])
    if (problem === undefined) expect(check).not.toThrow()
    else expect(check).toThrow(problem)
  })
})
