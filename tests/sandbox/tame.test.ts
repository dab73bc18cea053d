import { loadPyodide, type PyodideAPI } from 'pyodide'
import { beforeAll, expect, test } from 'vitest'
import { TAME } from '../../src/sandbox/python/tame.ts'

let python: PyodideAPI
beforeAll(async () => {
  python = await loadPyodide()
  python.runPython(TAME)
}, 60_000)

/** Why a program is not tame; undefined where it is. */
function reason(program: string): string | undefined {
  python.globals.set('program', program)
  return python.runPython('wild(ast.parse(program))') as string | undefined
}

test.each([
  ['a function', 'def f(x: int) -> int:\n  """Doc with __dunder__."""\n  return x + 1'],
  [
    'imports',
    'from typing import List\nimport math, re as r\ndef f(): return math.floor(1.5) + len(r.findall("a", "b"))',
  ],
  ['a generator', 'def f():\n  yield from (x for x in range(3))'],
  ['a nested function', 'def f():\n  n = 0\n  def g():\n    nonlocal n\n    n += 1\n  g()\n  return n'],
  ['a question of type', 'def f(x): return type(x) == int or type(x) in (str, list)'],
  ['a main block', 'def f(): return 1\nif __name__ == "__main__":\n  print(f())'],
  [
    'exceptions',
    'def f():\n  try: raise ValueError("x")\n  except (KeyError, ValueError) as e: return str(e)',
  ],
  ['a match', 'def f(x):\n  match x:\n    case [a, *rest]: return a\n    case {"k": v}: return v'],
  ['the largest int', 'import sys\ndef f(): return sys.maxsize'],
  ['a future import', 'from __future__ import annotations\ndef f(): return 1'],
])('%s is tame', (_, program) => {
  expect(reason(program)).toBeUndefined()
})

test.each([
  ['import os', /imports os/],
  ['import js', /imports js/],
  ['import math.x', /imports math/],
  ['from math import *', /imports math/],
  ['from os import path', /imports from os/],
  ['from . import x', /imports from/],
  ['from typing import get_type_hints', /get_type_hints/],
  ['import sys\nsys.modules', /reads sys.modules/],
  ['import re\nre.enum.sys', /reads re.enum/],
  ['import math\ng = math', /hands on the module/],
  ['import math\nmath.floor = 1', /sets an attribute/],
  ['x = []\nx.y += 1', /sets an attribute/],
  ['for x.y in []: pass', /sets an attribute/],
  ['x = []\ndel x.y', /sets an attribute/],
  ['class A: pass', /ClassDef/],
  ['async def f(): pass', /AsyncFunctionDef/],
  ['type X = int', /TypeAlias/],
  ['x = ().__class__', /names __class__/],
  ['x = "{0.__class__}"', /two underscores/],
  ['__builtins__', /__builtins__/],
  ['def __f(): pass', /__f/],
  ['def f(__x): pass', /__x/],
  ['f(__x=1)', /__x/],
  ['import math as __m', /__m/],
  ['def f():\n  global __x', /__x/],
  ['x = (i for i in [])\nx.gi_frame', /gi_frame/],
  ['x.f_back', /f_back/],
  ['e.tb_next', /tb_next/],
  ['f._x', /_x/],
  ['try: pass\nexcept AttributeError as e: e.obj', /obj/],
  ['import collections.abc as a', /imports collections.abc/],
  ['from collections.abc import Sized\nSized.register(int)', /register/],
  ['match x:\n  case int(real=r, _x=y): pass', /_x/],
  ['def g():\n  try: yield 1\n  finally: print()', /clean-up/],
  ['def g():\n  with x: yield 1', /clean-up/],
  ['x = type("A", (int,), {})', /uses type/],
  ['t = type', /uses type/],
  ['type(type(1))("A", (), {}) == 1', /uses type/],
  ...[
    'exec',
    'eval',
    'compile',
    'open',
    'getattr',
    'setattr',
    'delattr',
    'vars',
    'globals',
    'locals',
    'input',
    'super',
    'memoryview',
    'breakpoint',
    'exit',
  ].map((name) => [`${name}(x)`, new RegExp(`uses ${name}`)] as const),
] as [string, RegExp][])('%s is not', (program, why) => {
  expect(reason(program)).toMatch(why)
})

test('a tame program finds no name that a wild one would be told by', () => {
  const found = python.runPython(`
names = tame_builtins()
[name for name in ('open', 'exec', 'eval', 'getattr', '__build_class__', 'type') if name in names]
`)
  expect(found.toJs()).toEqual(['type'])
})

test('what tame programs import is theirs alone', () => {
  const kept = python.runPython(`
import math
space = {'__builtins__': tame_builtins()}
exec('import math', space)
space['math'].floor = None
math.floor(1.5) == 1 and tame_builtins()['__import__']('math').floor(1.5) == 1
`)
  expect(kept).toBe(true)
})
