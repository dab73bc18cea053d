import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Result } from '../../src/domain/result.ts'
import { csvText } from '../../src/results/csv-text.ts'
import { readResults } from '../../src/results/read-results.ts'
import { readHeader } from '../../src/results/read-rows.ts'
import { trialColumns } from '../../src/results/result-row.ts'
import { spreadsheetText } from '../../src/results/spreadsheet-text.ts'
import { openTrialsFile } from '../../src/results/trials-file.ts'
import { tinyDisk } from './tiny-disk.ts'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'icl-trials-'))
  path = join(folder, 'trials.csv')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const COLUMNS = ['score_exact_match', 'score_chrf']

function makeResult(key: string, overrides: Partial<Result> = {}): Result {
  return {
    trialKey: key,
    model: 'm',
    provider: 'p',
    engine: 'engine 1',
    family: 'F',
    parameters: 1.5e9,
    tuning: 'base',
    task: 'echo',
    taskVersion: '1',
    rendering: 'raw',
    instruction: 'off',
    control: 'gold',
    sampling: 'shared',
    shots: 2,
    draw: 0,
    repeat: 0,
    item: 'q1',
    outcome: 'ok',
    finishReason: 'stop',
    response: ' Paris\nQ:',
    answer: 'Paris',
    target: 'Paris',
    scores: { score_exact_match: 1, score_chrf: 0.25 },
    promptTokens: 12,
    completionTokens: 3,
    latencyMs: 12.5,
    attempts: 1,
    finishedAt: '2026-01-01T00:00:00.000Z',
    ...overrides,
  }
}

async function readAll(): Promise<Result[]> {
  return Array.fromAsync(readResults(path, () => true, { superseded: 0 }))
}

async function write(results: Result[], columns = COLUMNS): Promise<void> {
  const file = await openTrialsFile(path, columns)
  for (const result of results) file.append(result)
  await file.close()
}

/** What a reader can tell apart: unknown members are absent. */
function plain(result: Result): unknown {
  return JSON.parse(JSON.stringify(result))
}

test('what is written is read back, number and text, and a second opening finds it done', async () => {
  const results = [
    makeResult('a'),
    makeResult('b', {
      outcome: 'failed',
      response: undefined,
      answer: undefined,
      scores: {},
      error: 'server: 500',
    }),
  ]
  await write(results)
  expect((await readAll()).map(plain)).toEqual(results.map(plain))
  const again = await openTrialsFile(path, COLUMNS)
  expect(['a', 'b', 'c'].map((key) => [again.done.has(key), again.failed.has(key)])).toEqual([
    [true, false],
    [false, true],
    [false, false],
  ])
  expect([again.done.size, again.failed.size]).toEqual([1, 1])
  await again.close()
})

test('any response survives, the ones CSV cannot carry as JSON', async () => {
  const hostile = [
    'None',
    'NA',
    '007',
    '1e5',
    'true',
    '=1+1',
    '+cmd',
    '"quoted"',
    'a,b',
    ' padded ',
    '\r',
    'line\r\nline\n',
    '\0nul',
    '\ud800 lone',
    '👩‍👩‍👧 مرحبا',
    '﻿bom',
    'x'.repeat(1e6),
  ]
  const results = hostile.map((response, n) => makeResult(`k${n}`, { response, answer: response }))
  await write(results)
  const read = await readAll()
  expect(read.map(({ response, answer }) => [response, answer])).toEqual(hostile.map((text) => [text, text]))
  const text = readFileSync(path, 'utf8')
  expect(text).not.toContain('\0')
  expect(text.isWellFormed()).toBe(true)
})

test('property: any text is read back equal', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 5 }),
      async (texts) => {
        rmSync(path, { force: true })
        await write(texts.map((response, n) => makeResult(`k${n}`, { response })))
        expect((await readAll()).map(({ response }) => response)).toEqual(texts)
      },
    ),
    { numRuns: 60 },
  )
})

test('cut at every byte, the next opening keeps exactly the whole rows and goes on', async () => {
  const results = ['a', 'b', 'c'].map((key) => makeResult(key, { response: `"${key}",\nnext line` }))
  await write(results)
  const whole = readFileSync(path)
  const header = whole.indexOf('\n') + 1
  // Where each row ends: rows hold line ends themselves, so find them by what comes after.
  const ends = [...whole.toString().matchAll(/2026-01-01T00:00:00\.000Z\n/g)].map(
    (match) => match.index + match[0].length,
  )
  expect(ends).toHaveLength(3)
  for (let cut = 0; cut <= whole.length; cut++) {
    writeFileSync(path, whole)
    truncateSync(path, cut)
    const file = await openTrialsFile(path, COLUMNS)
    const kept = cut < header ? 0 : ends.filter((end) => end <= cut).length
    expect(results.map(({ trialKey }) => trialKey).filter(file.done.has), `cut at ${cut}`).toEqual(
      ['a', 'b', 'c'].slice(0, kept),
    )
    for (const result of results) if (!file.done.has(result.trialKey)) file.append(result)
    await file.close()
    expect(readFileSync(path).equals(whole), `cut at ${cut}`).toBe(true)
  }
}, 60_000)

test('a failed trial that succeeds later leaves one row', async () => {
  await write([makeResult('a', { outcome: 'failed', scores: {} }), makeResult('b')])
  await write([makeResult('a')])
  expect((await readAll()).map(({ trialKey, outcome }) => [trialKey, outcome])).toEqual([
    ['b', 'ok'],
    ['a', 'ok'],
  ])
})

test('before compaction readers take the last row of a key', async () => {
  await write([makeResult('a', { outcome: 'failed', scores: {} }), makeResult('b')])
  const lines = readFileSync(path, 'utf8')
  await write([makeResult('a')])
  const compacted = readFileSync(path, 'utf8')
  writeFileSync(path, lines + compacted.slice(compacted.lastIndexOf('\na,') + 1))
  expect((await readAll()).map(({ trialKey, outcome }) => [trialKey, outcome])).toEqual([
    ['b', 'ok'],
    ['a', 'ok'],
  ])
})

test('new score columns are added on the right, old rows keep theirs', async () => {
  await write([makeResult('a')], ['score_exact_match'])
  await write([makeResult('b', { scores: { score_exact_match: 0, score_chrf: 0.5 } })])
  expect((await readHeader(path)).filter((column) => column.startsWith('score_'))).toEqual(COLUMNS)
  expect((await readAll()).map(({ scores }) => scores)).toEqual([
    { score_exact_match: 1 },
    { score_exact_match: 0, score_chrf: 0.5 },
  ])
})

test('likelihoods are read back, number for number, with any text in them', async () => {
  const likelihoods = [
    {
      text: ' Par"is,\n',
      logProbability: -0.1234567890123456,
      tokens: 2,
      greedy: true,
      unconditional: -7.25,
    },
    { text: '\0 \ud800', logProbability: -1e-9, tokens: 1 },
  ]
  await write([makeResult('a', { likelihoods })])
  const [read] = await readAll()
  expect(read?.likelihoods).toEqual(likelihoods)
  expect(readFileSync(path, 'utf8').isWellFormed()).toBe(true)
  const plainly = await Array.fromAsync(readResults(path, () => true, { superseded: 0 }, { texts: false }))
  expect(plainly[0]?.likelihoods).toBeUndefined()
})

describe('a file of before there were likelihoods', () => {
  /** What stands on file, without the column. */
  function withoutLikelihoods(): string {
    const rows: string[][] = parse(readFileSync(path))
    const at = rows[0]?.indexOf('likelihoods') ?? -1
    const older = rows.map((row) => row.toSpliced(at, 1))
    const text = csvText(older)
    writeFileSync(path, text)
    return text
  }
  const old = [
    makeResult('a', { response: ' "x",\r\n\t007 ', answer: '=1+1', scores: { score_exact_match: 0.1 } }),
    makeResult('b', {
      outcome: 'failed',
      response: undefined,
      answer: undefined,
      scores: {},
      error: 'server: 5',
    }),
  ]

  test('is read, exported, and gets the column when it is opened, every other cell as it was', async () => {
    await write(old)
    withoutLikelihoods()
    expect((await readAll()).map(plain)).toEqual(old.map(plain))
    const exported = (await Array.fromAsync(spreadsheetText(path, () => {}))).join('')
    const [header] = parse(exported.slice(1)) as string[][]
    expect(header).toEqual(trialColumns(COLUMNS))
    expect(parse(exported.slice(1), { columns: true })[0]).toMatchObject({
      score_exact_match: '0.1',
      prompt_tokens: '12',
      likelihoods: '',
      finished_at: old[0]?.finishedAt,
    })

    const before: string[][] = parse(readFileSync(path))
    const likelihoods = [{ text: ' x', logProbability: -1, tokens: 1 }]
    await write([makeResult('c', { likelihoods })], ['score_exact_match', 'score_chrf', 'score_new'])
    const after: string[][] = parse(readFileSync(path))
    const columns = before[0] ?? []
    const places = columns.map((column) => after[0]?.indexOf(column) ?? -1)
    expect(after.slice(0, before.length).map((row) => places.map((place) => row[place]))).toEqual(before)
    expect((await readAll()).map((result) => [result.trialKey, result.likelihoods])).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['c', likelihoods],
    ])
  })

  test('the widened bytes are those that would have been written at once', async () => {
    await write(old)
    const whole = readFileSync(path, 'utf8')
    withoutLikelihoods()
    await write([])
    expect(readFileSync(path, 'utf8')).toBe(whole)
  })
})

test('a score column that no metric fills any more stays, and new rows leave it empty', async () => {
  await write(
    [makeResult('a', { scores: { score_exact_match: 1, score_corpus: 0.5 } })],
    ['score_exact_match', 'score_corpus'],
  )
  await write([makeResult('b', { scores: { score_exact_match: 0 } })], ['score_exact_match'])
  expect((await readHeader(path)).filter((column) => column.startsWith('score_'))).toEqual([
    'score_exact_match',
    'score_corpus',
  ])
  expect((await readAll()).map(({ scores }) => scores)).toEqual([
    { score_exact_match: 1, score_corpus: 0.5 },
    { score_exact_match: 0 },
  ])
})

test('superseded rows are counted and left out', async () => {
  await write([makeResult('a'), makeResult('b')])
  const counts = { superseded: 0 }
  const read = await Array.fromAsync(readResults(path, (key) => key === 'b', counts))
  expect([read.map(({ trialKey }) => trialKey), counts.superseded]).toEqual([['b'], 1])
})

describe('refused', () => {
  test.each([
    ['another header', 'a,b\n1,2\n', /the columns are not those of a trials\.csv/],
    ['a broken quote', 'KEEP', /Invalid Opening Quote|quote/i],
  ])('%s', async (_, content, message) => {
    if (content === 'KEEP') {
      await write([makeResult('a')])
      writeFileSync(path, readFileSync(path, 'utf8').replace(',m,p,', ',m"x,p"y,'))
    } else writeFileSync(path, content)
    await expect(openTrialsFile(path, COLUMNS)).rejects.toThrow(message)
  })
})

test('a full disk keeps every whole row, says so, and the run goes on when there is room', async ({
  skip,
}) => {
  const disk = tinyDisk('128k')
  if (disk === undefined) return skip('needs the right to mount a tmpfs')
  try {
    path = join(disk.folder, 'trials.csv')
    const file = await openTrialsFile(path, COLUMNS)
    let written = 0
    expect(() => {
      for (;;) {
        file.append(makeResult(`k${written}`, { response: 'x'.repeat(5000) }))
        written++
      }
    }).toThrow(`${path}: the disk is full; every finished trial before this one is kept`)
    await file.close()
    expect(written).toBeGreaterThan(10)
    expect(await readAll()).toHaveLength(written)
    const again = await openTrialsFile(path, COLUMNS)
    expect(again.done.size).toBe(written)
    await again.close()
  } finally {
    disk.remove()
  }
})
