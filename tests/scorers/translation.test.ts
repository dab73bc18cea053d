import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/domain/random.ts'
import { BLEU_TOKENIZERS, type BleuTokenizer } from '../../src/scorers/translation/bleu-words.ts'
import { describeWith, pathOf } from '../real-parts.ts'
import { answerRow, scoreRows } from './score-rows.ts'

// Expected: BLEU(tokenize=NAME).tokenizer(text.rstrip()).split() with sacrebleu 2.6.0.
test.each<[BleuTokenizer, string, string]>([
  ['13a', "Hello, world! It's 1,000.5 km.", "Hello , world ! It's 1,000.5 km ."],
  ['13a', 'a-\nb <skipped>c 3-4 x-y', 'ab c 3 - 4 x-y'],
  ['13a', '&quot;A&quot; &amp; B&lt;', '" A " & B <'],
  ['13a', '今天天气很好。', '今天天气很好。'],
  ['zh', '我用Python写了3个函数。', '我 用 Python 写 了 3 个 函 数 。'],
  ['zh', 'ＡＢ，“x”', 'Ａ Ｂ ， “ x ”'],
  ['char', 'a b—😀', 'a b — 😀'],
  ['none', ' a  b\u3000c.', 'a b c.'],
])('%s words of %j', (tokenizer, text, words) => {
  expect(BLEU_TOKENIZERS[tokenizer](text)).toEqual(words.split(' '))
})

const CORPUS = [
  ['The cat sat on the mat today.', ['The cat sat on a mat today.', 'Today the cat sat on the mat.']],
  ['He reads (old) books.', ['He is reading "old" books, it seems.']],
  ['', ['Nothing was said.']],
] as const

// Expected: printf '%s\n' CASES | python tests/scorers/score-with-sacrebleu.py with sacrebleu 2.6.0, CASES being
// [{"metric": "bleu", "tokenize": "13a", "hypotheses": […], "references": [[…], …]}, {"metric": "chrf", …}, …] of CORPUS.
describe('recorded scores of a corpus of three', () => {
  const rows = CORPUS.map(([answer, targets]) => answerRow(answer, targets))
  test.each([
    ['bleu', {}, 0.29651827238227846],
    ['bleu', { tokenize: 'char' }, 0.4079802817763673],
    ['corpus_chrf', {}, 0.3804290800120497],
    ['corpus_chrf', { words: true }, 0.38211487100544245],
  ])('%s %j', (metric, options, score) => {
    expect(scoreRows(metric, options, rows)).toBeCloseTo(score, 12)
  })
})

describe('scores at the edges', () => {
  test.each([
    ['bleu', {}, [['The cat sat.', ['The cat sat.']]], 1],
    ['bleu', {}, [['a b c', ['a b c']]], 0],
    ['bleu', { effective_order: true }, [['a b c', ['a b c']]], 1],
    ['bleu', {}, [['x y z w', ['a b c d']]], 0],
    ['bleu', {}, [['', ['a b c d']]], 0],
    ['bleu', { normalise: ['lower-case'] }, [['THE CAT SAT ON', ['the cat sat on']]], 1],
    ['corpus_chrf', {}, [['', ['abc']]], 0],
    ['corpus_chrf', {}, [['a b c', ['abc']]], 1],
  ] as const)('%s %j of %j is %d', (metric, options, corpus, score) => {
    const rows = corpus.map(([answer, targets]) => answerRow(answer, targets))
    expect(scoreRows(metric, options, rows)).toBeCloseTo(score, 12)
  })

  test('no row has no score', () => {
    expect([scoreRows('bleu', {}, []), scoreRows('corpus_chrf', {}, [])]).toEqual([undefined, undefined])
  })
})

test('10,000 pairs are scored in under 5 s', () => {
  const random = randomStream('pairs')
  const words = 'the of and to in a is that for it was on are as with his they at be this'.split(' ')
  const rows = Array.from({ length: 10_000 }, () => {
    const sentence = Array.from({ length: 20 }, () => words[random.int(words.length)]).join(' ')
    return answerRow(worsened(sentence, random), [sentence])
  })
  const start = performance.now()
  for (const metric of ['bleu', 'corpus_chrf']) expect(scoreRows(metric, {}, rows)).toBeGreaterThan(0.5)
  expect(performance.now() - start).toBeLessThan(5000)
})

/** A corpus and a metric, in the words of score-with-sacrebleu.py. */
interface Case {
  readonly metric: 'bleu' | 'chrf'
  readonly tokenize?: BleuTokenizer
  readonly words?: boolean
  readonly hypotheses: readonly string[]
  readonly references: readonly (readonly string[])[]
}

const WAYS: readonly Pick<Case, 'metric' | 'tokenize' | 'words'>[] = [
  { metric: 'bleu', tokenize: '13a' },
  { metric: 'bleu', tokenize: 'zh' },
  { metric: 'bleu', tokenize: 'char' },
  { metric: 'bleu', tokenize: 'none' },
  { metric: 'chrf' },
  { metric: 'chrf', words: true },
]

describeWith(['shared', 'python-sacrebleu'], 'sacreBLEU 2.6', () => {
  test.each(['zh', 'fr', 'de'])(
    'scores 200 pairs of Tatoeba %s–en, in both directions, alike',
    (language) => {
      const pairs = tatoebaPairs(language, 200)
      const random = randomStream('translation', language)
      const cases = [pairs.map(([, english]) => english), pairs.map(([foreign]) => foreign)].flatMap(
        (targets) => {
          const hypotheses = targets.map((target) => worsened(target, random))
          const one = targets.map((target) => [target])
          // Every third segment has three references, of different lengths.
          const several = targets.map((target, index) =>
            index % 3 === 0
              ? [target, targets[(index + 1) % targets.length] ?? '', worsened(target, random)]
              : [target],
          )
          return [one, several].flatMap((references) =>
            WAYS.map((way): Case => ({ ...way, hypotheses, references })),
          )
        },
      )
      expectAlike(cases)
    },
  )

  test('scores odd texts alike', () => {
    const odd = [
      '',
      '.',
      ' ',
      '...',
      'a-\nb',
      'x-\n',
      '1,000.5 - 3-4 & &quot;q&quot; &amp;lt;',
      '<skipped>foo',
      '“Hi…” — I’m',
      '\uFEFFbom x',
      'a\u0085b\u001Cc',
      '𠀀𠮷野',
      'ｆｕｌｌ，ｗｉｄｔｈ',
      "(hi) 'quote'",
      'a.b,c 1.2 1,2 .5 5. ,x',
      '😀a😀 b',
      'e\u0301é 한국어 カタカナ',
      '中文English混合123。',
    ]
    const cases = odd.flatMap((text) =>
      odd.flatMap((other) =>
        WAYS.map(
          (way): Case => ({
            ...way,
            hypotheses: [text, 'the cat sat on the mat today', '第二句话在这里结束。'],
            references: [[other], ['the cat sat on a mat today , yes'], ['第二句话就在这里结束！', '第二句']],
          }),
        ),
      ),
    )
    expectAlike(cases)
  })
})

function tatoebaPairs(language: string, count: number): [foreign: string, english: string][] {
  const path = join(pathOf('shared'), 'data', 'tasks', `tatoeba_${language}_en.jsonl`)
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, count)
    .map((line) => {
      const { input, target } = JSON.parse(line) as { input: string; target: string | string[] }
      return [input, [target].flat()[0] ?? '']
    })
}

/** The text with some words (in Chinese: characters) left out and two swapped: a translation that is partly right. */
function worsened(text: string, random: ReturnType<typeof randomStream>): string {
  const words = text.split(/(?<=\s|\p{Script=Han})/u).filter(() => random.unit() > 0.15)
  const at = random.int(Math.max(1, words.length))
  return [...words.slice(0, at), ...words.slice(at + 1), ...words.slice(at, at + 1)].join('')
}

function expectAlike(cases: readonly Case[]): void {
  const python = spawnSync(
    pathOf('python-sacrebleu'),
    [join(import.meta.dirname, 'score-with-sacrebleu.py')],
    {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 1e8,
    },
  )
  expect(python.status, python.stderr).toBe(0)
  const expected = JSON.parse(python.stdout) as number[]
  const found = cases.map(({ metric, tokenize, words, hypotheses, references }) => {
    const rows = hypotheses.map((answer, index) => answerRow(answer, references[index] ?? []))
    return metric === 'bleu'
      ? scoreRows('bleu', { tokenize: tokenize ?? '13a' }, rows)
      : scoreRows('corpus_chrf', { words: words === true }, rows)
  })
  expect(expected).toHaveLength(cases.length)
  for (const [index, score] of expected.entries())
    expect(Math.abs((found[index] ?? Number.NaN) - score), JSON.stringify(cases[index])).toBeLessThanOrEqual(
      1e-9 * score,
    )
}
