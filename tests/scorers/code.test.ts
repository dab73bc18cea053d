import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CodeLanguage } from '../../src/domain/code-runner.ts'
import { programOf } from '../../src/scorers/code/program-of.ts'
import { EXTRACTIONS } from '../../src/scorers/extractions.ts'

function codeIn(language: CodeLanguage, response: string) {
  return EXTRACTIONS.code?.compile({ language })(response)
}

type Case = readonly [what: string, response: string, answer: string | undefined, complete: boolean]

const PYTHON: readonly Case[] = [
  ['a body to the end of the response', '\n    return a + b', '    return a + b', false],
  [
    'a body and another function',
    '    x = 1\n\n    return x\n\ndef g():\n    pass',
    '    x = 1\n\n    return x',
    true,
  ],
  ['a body and a comment at the margin', '    return 1\n# Test\nprint(f())', '    return 1', true],
  [
    'a list at the margin inside brackets',
    '    return [\n1,\n2,\n]\nprint(1)',
    '    return [\n1,\n2,\n]',
    true,
  ],
  [
    'a text at the margin inside quotes',
    '    s = """\nx = 1\n"""\n    return s\nf()',
    '    s = """\nx = 1\n"""\n    return s',
    true,
  ],
  [
    'brackets and quotes in strings and comments',
    "    a = '(' # it's [\n    return a\nb",
    "    a = '(' # it's [\n    return a",
    true,
  ],
  ['an escaped quote', "    return 'it\\'s ('\nx", "    return 'it\\'s ('", true],
  ['a backslash at the end of a line', '    return 1 + \\\n2\nx', '    return 1 + \\\n2', true],
  ['a fence behind a body', '    return x\n```\nThis returns x.', '    return x', true],
  [
    'a fenced function',
    'Here it is:\n```python\ndef f(x):\n    return x\n```\nIt returns x.',
    'def f(x):\n    return x',
    true,
  ],
  ['a fence that is not closed', '```py\ndef f(x):\n    return x', 'def f(x):\n    return x', false],
  ['the first of two fences', '```\nreturn 1\n```\nor\n```\nreturn 2\n```', 'return 1', true],
  [
    'a fence of another language before',
    '```bash\npip install x\n```\n```python\ndef f(): pass\n```',
    'def f(): pass',
    true,
  ],
  ['tildes and a longer fence', '~~~~Python\ns = "```"\n~~~\n~~~~\n', 's = "```"\n~~~', true],
  [
    'a function again, and prose',
    'def f(x):\n    return x\n\nThis function returns x.',
    'def f(x):\n    return x',
    true,
  ],
  [
    'imports, a decorator and two functions',
    'import re\n\n@cache\ndef f(x):\n    return g(x)\n\ndef g(x):\n    return x',
    'import re\n\n@cache\ndef f(x):\n    return g(x)\n\ndef g(x):\n    return x',
    false,
  ],
  [
    'a body that lost its first indentation',
    'total = 0\n    for x in y:\n        total += x\n    return total\n\nprint(f(1))',
    'total = 0\n    for x in y:\n        total += x\n    return total',
    false,
  ],
  [
    'a block that lost its first indentation',
    'for x in y:\n        return x\n    return 0\nprint(f(1))',
    'for x in y:\n        return x\n    return 0',
    false,
  ],
  [
    'a body that lost all indentation',
    'total = 0\nfor x in y:\n    total += x\nreturn total\nThe total is returned.',
    'total = 0\nfor x in y:\n    total += x\nreturn total',
    false,
  ],
  ['line ends of Windows', '\r\n    x = 1\r\n    return x\r\nprint(x)', '    x = 1\n    return x', true],
  ['nothing', ' \n\n', undefined, false],
  ['an empty fence', '```python\n```', undefined, false],
]

const JAVASCRIPT: readonly Case[] = [
  ['a body to its brace', '\n  return a + b;\n}\n\nconsole.log(f(1, 2));', '  return a + b;\n}', true],
  ['a body in one line', ' return a + b; }\nf(1)', ' return a + b; }', true],
  ['a body without its brace', '\n  if (a) {\n    return 1;\n  }\n', '  if (a) {\n    return 1;\n  }', false],
  ['braces in strings', '  return "}" + \'}\' + "\\"}";\n}\nx', '  return "}" + \'}\' + "\\"}";\n}', true],
  ['braces in comments', '  // }\n  /* } */ return 1;\n}\nx', '  // }\n  /* } */ return 1;\n}', true],
  ['braces in templates', '  return `}${g({ a: `}` })}}`;\n}\nx', '  return `}${g({ a: `}` })}}`;\n}', true],
  [
    'braces in regular expressions',
    '  return s.replace(/[}/]\\}/g, "") / 2 / 1;\n}\nx',
    '  return s.replace(/[}/]\\}/g, "") / 2 / 1;\n}',
    true,
  ],
  ['a regular expression after return', '  return /}/.test(s);\n}\nx', '  return /}/.test(s);\n}', true],
  ['a division', '  return (a / b) / c; }\n/x', '  return (a / b) / c; }', true],
  ['an arrow function', '  return a;\n};\nf(1)', '  return a;\n}', true],
  ['a fence behind a body', '  return x;\n}\n```\nThis returns x.', '  return x;\n}', true],
  [
    'a fenced function',
    'Sure!\n```js\nfunction f(x) { return x }\n```\nIt returns x.',
    'function f(x) { return x }',
    true,
  ],
  [
    'a function again, and prose',
    'function f(x) {\n  return x;\n}\n\nThis function returns x.',
    'function f(x) {\n  return x;\n}',
    true,
  ],
  [
    'a helper before it',
    'const g = (x) => x;\nfunction f(x) {\n  return g(x);\n}',
    'const g = (x) => x;\nfunction f(x) {\n  return g(x);\n}',
    false,
  ],
]

describe.each([
  ['python', PYTHON],
  ['javascript', JAVASCRIPT],
] as const)('extraction code, %s', (language, cases) => {
  test.each(cases)('%s', (_what, response, answer, complete) => {
    expect(codeIn(language, response)).toEqual(answer === undefined ? undefined : { answer, complete })
  })

  test('never changes a complete answer when the response goes on', () => {
    for (const [, response, answer, complete] of cases) {
      if (!complete) continue
      for (let end = response.length; end > 0; end--) {
        const shorter = codeIn(language, response.slice(0, end))
        if (shorter?.complete === true) expect(shorter.answer).toBe(answer)
      }
    }
  })

  test('takes any text, soon', () => {
    const bits = [
      '"',
      "'",
      '`',
      '"""',
      '${',
      '}',
      '{',
      '(',
      ')',
      '/',
      '\\',
      '\n',
      ' ',
      '#',
      '//',
      '/*',
      '```',
      'a',
      'def ',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 60 }), (parts) => {
        const found = codeIn(language, parts.join(''))
        if (found !== undefined) expect(found.answer.trim()).not.toBe('')
      }),
      { numRuns: 2000 },
    )
    for (const bit of bits) {
      const started = performance.now()
      codeIn(language, bit.repeat(20_000))
      expect(performance.now() - started, JSON.stringify(bit)).toBeLessThan(1000)
    }
  })
})

describe('programs', () => {
  const prompt = 'import re\n\n\ndef f(x):\n    """Return x."""'

  test.each<[what: string, prompt: string, answer: string, program: string]>([
    ['a body', 'def f(x):\n', '    return x', 'def f(x):\n    return x\n'],
    ['a body on a new line', 'def f(x):', '    return x', 'def f(x):\n    return x\n'],
    ['a prompt that ends in indentation', 'def f(x):\n    ', '    return x', 'def f(x):\n    return x\n'],
    [
      'a body without indentation',
      'def f(x):\n  """X."""\n',
      'y = x\nreturn y',
      'def f(x):\n  """X."""\n  y = x\n  return y\n',
    ],
    [
      'a body without its first indentation',
      'def f(x):\n',
      'y = x\n    return y',
      'def f(x):\n    y = x\n    return y\n',
    ],
    ['the whole function', prompt, 'def f(x):\n    return x', 'import re\n\n\ndef f(x):\n    return x\n'],
    [
      'a function of another name',
      'def f(x):\n',
      'def f2(x):\n    return x',
      'def f(x):\ndef f2(x):\n    return x\n',
    ],
  ])('Python: %s', (_what, begun, answer, program) => {
    expect(programOf({ language: 'python', prompt: begun, answer, entryPoint: 'f' })).toBe(program)
  })

  test.each<[what: string, prompt: string, answer: string, program: string]>([
    ['a body', 'function f(x) {\n', '  return x;\n}', 'function f(x) {\n  return x;\n}\n'],
    ['the whole function', '// X.\nfunction f(x) {', 'function f(x) {\n}', '// X.\nfunction f(x) {\n}\n'],
    ['the function as a constant', 'function f(x) {', 'const f = (x) => x;', 'const f = (x) => x;\n'],
    ['a name with a dollar sign', 'function f$(x) {', '}', 'function f$(x) {\n}\n'],
  ])('JavaScript: %s', (_what, begun, answer, program) => {
    const entryPoint = begun.includes('f$') ? 'f$' : 'f'
    expect(programOf({ language: 'javascript', prompt: begun, answer, entryPoint })).toBe(program)
  })
})
