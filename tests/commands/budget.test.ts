import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { Host } from '../../src/commands/host.ts'
import { icl, temporaryProject } from './run-icl.ts'

const PRICE = 'price: {input: 2, output: 8},'
/** What the whole run of the starter config costs at that price, found by running it. */
let wholeCost = 0
let project: ReturnType<typeof temporaryProject>
let plainConfig = ''
beforeEach(async () => {
  project = temporaryProject()
  await icl(['init', project.folder])
  plainConfig = project.read('harness.config.yaml')
  writeFileSync(
    project.config,
    plainConfig.replaceAll('provider: simulated,', `provider: simulated, ${PRICE}`),
  )
})
afterEach(() => project.remove())

type Row = Record<string, string>
const rows = (): Row[] => parse(readFileSync(project.path('results/first/trials.csv')), { columns: true })
const sum = (column: string): number => rows().reduce((total, row) => total + Number(row[column]), 0)
const settled = (): string[] =>
  rows()
    .map(({ latency_ms: _l, attempts: _a, finished_at: _f, cached_tokens: _c, ...rest }) =>
      JSON.stringify(rest),
    )
    .toSorted()

/** A clock that only sleeping moves. */
function clock(): Pick<Host, 'monotonic' | 'sleep'> {
  let now = 0
  return {
    monotonic: () => now,
    sleep: async (ms) => {
      now += ms
    },
  }
}

const run = (...args: string[]) => icl(['run', '--config', project.config, ...args], clock())

const edit = (from: string | RegExp, to: string): void => {
  const text = project.read('harness.config.yaml')
  const changed = text.replace(from, to)
  expect(changed).not.toBe(text)
  writeFileSync(project.config, changed)
}

test('stopped by its money, it says what it has and exits 3; more money finishes it, nothing twice', async () => {
  await run()
  wholeCost = sum('cost_usd')
  const whole = settled()
  rmSync(project.path('results'), { recursive: true })

  const budget = wholeCost / 2
  const first = await run('--budget-usd', String(budget))
  expect(first.exitCode).toBe(3)
  const kept = rows().length
  expect(first.out).toMatch(/wrote \S*curve\.csv, \S*verdicts\.csv, \d+ charts/)
  expect(first.out).toMatch(/ran \d+ trials, found 0 trials done before/)
  expect(first.out).toContain(`${96 - kept} trials not asked; the same command with a higher budget goes on`)
  expect([kept > 20, kept < 96]).toEqual([true, true])
  expect(sum('cost_usd')).toBeLessThanOrEqual(budget)
  // Close to it: only the worst case of one trial is left, which is counted where it decides.
  expect(budget - sum('cost_usd')).toBeLessThan((60 * 2 + 8 * 8) / 1e6)

  // What stands counts: the same budget has no room for more.
  const again = await run('--budget-usd', String(budget))
  expect([again.exitCode, again.out]).toEqual([
    3,
    expect.stringContaining(`found ${kept} trials done before`),
  ])
  expect(sum('cost_usd')).toBeLessThanOrEqual(budget)

  const more = await run('--budget-usd', '1')
  expect([more.exitCode, more.out]).toEqual([0, expect.stringMatching(/spent \$0\.0\d+ of \$1\.00\n/)])
  expect(settled()).toEqual(whole)
})

test('tokens are a budget too, and one without room for a single trial makes no row', async () => {
  const first = await run('--budget-tokens', '1000')
  expect([first.exitCode, first.out]).toEqual([
    3,
    expect.stringMatching(/stopped by the budget of 1,000 tokens: /),
  ])
  const used = sum('prompt_tokens') + sum('completion_tokens')
  expect([used > 900, used <= 1000]).toEqual([true, true])
  rmSync(project.path('results'), { recursive: true })
  const none = await run('--budget-tokens', '5')
  expect([none.exitCode, none.out, rows()]).toEqual([3, expect.stringContaining('ran 0 trials'), []])
})

test('a budget of the config binds, defaults key by key, and flags go before both', async () => {
  writeFileSync(
    project.config,
    `${project.read('harness.config.yaml')}    budget: {minutes: 1000}\ndefaults: {budget: {tokens: 1000}}\n`,
  )
  expect((await run()).out).toContain('stopped by the budget of 1,000 tokens')
  expect((await run('--budget-tokens', '2000')).out).toContain('stopped by the budget of 2,000 tokens')
  expect((await run('--budget-tokens', '2000000')).exitCode).toBe(0)
})

test('minutes are the time of one command; the same command goes on', async () => {
  edit('{type: simulated,', '{type: simulated, latency_ms: 6000,')
  const first = await run('--budget-minutes', '2', '--model', 'simulated-1b')
  expect([first.exitCode, first.out]).toEqual([
    3,
    expect.stringMatching(
      /stopped by the budget of 2 minutes: \d+ trials not asked; the same command goes on from here/,
    ),
  ])
  const kept = rows().length
  expect([kept >= 20, kept < 32]).toEqual([true, true])
  const second = await run('--budget-minutes', '2', '--model', 'simulated-1b')
  expect([second.exitCode, rows().length]).toEqual([0, 32])
})

test('failures and tries again stay within the budget; what may be billed is kept back', async () => {
  edit(
    '{type: simulated,',
    '{type: simulated, failure_rate: 0.3, failure_kinds: [network, server, malformed],',
  )
  const { exitCode, out } = await run('--budget-tokens', '2500')
  expect([exitCode, out]).toEqual([
    3,
    expect.stringMatching(/kept back at most [\d,]+ tokens more, which calls that were cut off/),
  ])
  const keptBack = Number(/kept back at most ([\d,]+)/.exec(out)?.[1]?.replace(',', ''))
  expect(sum('prompt_tokens') + sum('completion_tokens') + keptBack).toBeLessThanOrEqual(2500)
  expect((await run('--budget-tokens', '1000000')).exitCode).toBe(0)
  expect(rows()).toHaveLength(96)
})

test('a free model goes on when the money for the others is spent', async () => {
  edit(
    `simulated-160m, provider: simulated, ${PRICE}`,
    'simulated-160m, provider: simulated, price: {input: 0, output: 0},',
  )
  const { exitCode } = await run('--budget-usd', '0')
  expect(exitCode).toBe(3)
  expect(new Set(rows().map(({ model }) => model))).toEqual(new Set(['simulated-160m']))
  expect(rows()).toHaveLength(32)
})

describe('bad input', () => {
  test('a model without a price under a budget of money is refused at once, each with its place', async () => {
    writeFileSync(project.config, plainConfig)
    for (const command of ['run', 'plan']) {
      const { exitCode, notes } = await icl([command, '--config', project.config, '--budget-usd', '1'])
      expect(exitCode).toBe(2)
      expect(notes).toMatch(
        /harness\.config\.yaml:18:5: model "simulated-160m" has no price, and the run has a budget of 1 US dollars; state it .*price: \{input: 0\.15, output: 0\.6\}/,
      )
      expect(notes).toContain('model "simulated-7b" has no price')
    }
    // Other budgets need none.
    expect((await icl(['run', '--config', project.config, '--budget-tokens', '100000'])).exitCode).toBe(0)
  })

  test.each([
    ['budget: {usd: -1}', /usd: found -1 \(number\), expected a number of at least 0/],
    ['budget: {tokens: 0}', /tokens: found 0 \(number\), expected a whole number of at least 1/],
    ['budget: {tokens: 1.5}', /tokens: found 1\.5 \(number\), expected a whole number/],
    ['budget: {minutes: 0}', /minutes: found 0 \(number\), expected a number above 0/],
    ['budget: {usb: 1}', /unknown key "usb"; did you mean "usd"\?; allowed: usd, tokens, minutes/],
    ['budget: 5', /budget: found 5 \(number\), expected a mapping/],
    ['budget: {usd: "5"}', /usd: found "5".*, expected a number of at least 0/],
    ['stop_when: {ci_width: 0}', /ci_width: found 0 \(number\), expected a number above 0/],
    ['stop_when: {}', /missing key "ci_width"/],
    ['stop_when: {ci_with: 0.1}', /unknown key "ci_with"; did you mean "ci_width"\?/],
    ['stop_when: 0.1', /stop_when: found 0\.1 \(number\), expected a mapping/],
  ])('%s', async (setting, message) => {
    writeFileSync(project.config, `${plainConfig}    ${setting}\n`)
    const { exitCode, notes } = await icl(['run', '--config', project.config])
    expect([exitCode, notes]).toEqual([2, expect.stringMatching(message)])
  })

  test.each([
    ['--budget-usd', '-1'],
    ['--budget-usd', 'five'],
    ['--budget-tokens', '0'],
    ['--budget-tokens', '1.5'],
    ['--budget-minutes', '0'],
  ])('%s %s', async (flag, value) => {
    const { exitCode, notes } = await icl(['run', '--config', project.config, flag, value])
    expect([exitCode, notes]).toEqual([2, expect.stringMatching(/is invalid. It is not a (whole )?number/)])
  })
})

describe('the estimate', () => {
  test('is counted where the model’s tokenizer is here, and its error is shown after the run', async () => {
    const { out } = await icl(['plan', '--config', project.config, '--budget-usd', '0.5'])
    const [, estimated = ''] = /simulated-1b +1B +32 +0 +32 +≈ ([\d,]+)/.exec(out) ?? []
    expect(out).toContain("prompt tokens are counted by the model's own tokenizer")
    expect(out).toMatch(/all models with a price: ≤ \$0\.0\d+, of a budget of \$0\.50 for the whole run/)
    const ran = await run('--model', 'simulated-1b')
    const used = sum('prompt_tokens')
    // Every prompt is a sample here, so the count is exact.
    expect([Number(estimated.replace(',', '')), used]).toEqual([used, used])
    const shown = used.toLocaleString('en-US')
    expect(ran.out).toContain(`estimated ${shown} prompt tokens, used ${shown}: ±0.0 %`)
    const { estimates } = parseYaml(project.read('results/first/run.yaml'))
    expect(estimates).toEqual({
      'simulated-1b': {
        trials: 32,
        prompt_tokens: used,
        answer_tokens_at_most: 32 * 8,
        usd_at_most: expect.closeTo((used * 2 + 32 * 8 * 8) / 1e6, 12),
        method: 'tokenizer',
      },
    })
  })

  test('of an earlier start stays while the plan is the same', async () => {
    const estimates = () => Object.keys(parseYaml(project.read('results/first/run.yaml')).estimates ?? {})
    await run()
    expect(estimates().toSorted()).toEqual(['simulated-160m', 'simulated-1b', 'simulated-7b'])
    await run()
    expect(estimates()).toHaveLength(3)
    await run('--shots', '0')
    expect(estimates()).toEqual([])
  })
})
