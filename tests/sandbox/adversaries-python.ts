/** A hostile program. It must never pass: what it tries would have to succeed for that. */
export interface Adversary {
  readonly name: string
  /** `FILE`, `FOLDER`, `PORT` and `PID` in it stand for what the test has made outside the sandbox. */
  readonly program: string
  /** The states it may end in; any but `passed` where not given. */
  readonly ends?: readonly string[]
}

/** A program whose `f` is right only where an expression shows that something outside was reached. */
function escaping(name: string, statements: string): Adversary {
  const body = statements
    .split('\n')
    .map((line) => `        ${line}`)
    .join('\n')
  return {
    name,
    program: `def f(x):\n    try:\n${body}\n    except BaseException:\n        return None\n    return 2 * x + 1 if reached else None\n`,
  }
}

const ESCAPES: readonly Adversary[] = [
  escaping('reads a file', "reached = open('FILE').read()"),
  escaping('reads /etc/passwd', "reached = 'root:' in open('/etc/passwd').read()"),
  escaping('reads the environment of its process', "reached = open('/proc/self/environ').read()"),
  escaping('reads the environment', "import os\nreached = os.environ.get('PATH', '').count('bin') > 2"),
  escaping('lists a folder', "import os\nreached = os.listdir('FOLDER')"),
  escaping('writes a file', "open('FOLDER/written', 'w').write('x')\nimport os\nreached = False"),
  escaping('runs a shell', "import os\nreached = os.system('true') == 0"),
  escaping('starts a process', "import subprocess\nreached = subprocess.run(['/bin/true']).returncode == 0"),
  escaping('forks', 'import os\nos.fork()\nreached = True'),
  escaping(
    'opens a connection',
    "import socket\ns = socket.create_connection(('127.0.0.1', PORT), 0.2)\ns.send(b'GET / HTTP/1.0\\r\\n\\r\\n')\nreached = s.recv(1)",
  ),
  escaping(
    'fetches a page',
    "import urllib.request\nreached = urllib.request.urlopen('http://127.0.0.1:PORT/', timeout=0.2).read()",
  ),
  escaping('fetches by JavaScript', "import js\njs.fetch('http://127.0.0.1:PORT/')\nreached = True"),
  escaping(
    'asks JavaScript for a Node module',
    "import js\nreached = js.process.getBuiltinModule('node:fs').readFileSync('FILE')",
  ),
  escaping(
    'asks Pyodide for a Node module',
    "import pyodide_js\nreached = pyodide_js._module.constructor.constructor('return process')().getBuiltinModule('node:fs').readFileSync('FILE')",
  ),
  escaping(
    'evaluates JavaScript',
    'from pyodide.code import run_js\nreached = run_js(\'process.getBuiltinModule("node:fs").readFileSync("FILE")\')',
  ),
  escaping(
    'imports by JavaScript',
    'from pyodide.code import run_js\nreached = run_js(\'import("node:fs")\')',
  ),
  escaping('asks for a binding', "import js\nreached = js.process.binding('fs').open"),
  escaping('signals its parent', 'import js\njs.process.kill(PID, 0)\nreached = True'),
  escaping(
    'mounts a folder',
    "import os, pyodide_js\npyodide_js.FS.mkdir('/m')\npyodide_js.FS.mount(pyodide_js.FS.filesystems.NODEFS, {'root': 'FOLDER'}, '/m')\nreached = os.listdir('/m')",
  ),
  escaping(
    'mounts by Pyodide',
    "import os, pyodide_js\npyodide_js.mountNodeFS('/m', 'FOLDER')\nreached = os.listdir('/m')",
  ),
  escaping(
    'loads native code',
    "import ctypes\nreached = ctypes.CDLL('/lib/x86_64-linux-gnu/libc.so.6').getpid() > 0",
  ),
  escaping(
    'runs JavaScript by ctypes',
    "import ctypes\nctypes.pythonapi.emscripten_run_script(b'0')\nreached = False",
  ),
  escaping('starts a worker', "import js\nreached = js.Worker.new('data:text/javascript,0')"),
  escaping('installs a package', "import pyodide_js\nreached = 'x' in pyodide_js.loadPackage('micropip')"),
]

/** Programs that are wrong and try to be taken for right. */
const FORGERIES: readonly Adversary[] = [
  { name: 'prints that it passed', program: `def f(x):\n    print('passed', '{"state":"passed"}')\n` },
  { name: 'exits with success', program: 'import sys\ndef f(x):\n    sys.exit(0)\n' },
  { name: 'exits while loading', program: 'raise SystemExit(0)' },
  { name: 'ends its process', program: 'import os\ndef f(x):\n    os._exit(0)\n', ends: ['crashed'] },
  {
    name: 'patches AssertionError',
    program:
      'import builtins\nclass Never(Exception): pass\nbuiltins.AssertionError = Never\ndef f(x): return 0\n',
  },
  {
    name: 'patches builtins',
    program:
      'import builtins\nbuiltins.all = builtins.any = lambda *a: True\nbuiltins.abs = lambda x: 0\ndef f(x): return 0\n',
  },
  {
    name: 'returns what equals everything',
    program:
      'class A:\n    def __eq__(self, o): return True\n    def __ne__(self, o): return False\ndef f(x): return A()\n',
  },
  {
    name: 'returns a lying int',
    program:
      'class A(int):\n    def __eq__(self, o): return True\n    __hash__ = int.__hash__\ndef f(x): return A(0)\n',
  },
  {
    name: 'lies about its class',
    program: 'class A:\n    __class__ = int\n    def __eq__(self, o): return True\ndef f(x): return A()\n',
  },
  {
    name: 'returns a lying list',
    program: 'class A(list):\n    def __eq__(self, o): return True\ndef f(x): return A([1])\n',
  },
  {
    name: 'looks for targets in frames',
    program: `import sys
def f(x):
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()) + list(frame.f_globals.values()):
            if isinstance(value, str) and 'assert f(' in value: return 2 * x + 1
        frame = frame.f_back
`,
  },
  {
    name: 'looks for targets in memory',
    program: `import gc
def f(x):
    for owner in gc.get_objects():
        for value in gc.get_referents(owner):
            if type(value) is str and ('assert ' + 'f(') in value: return 2 * x + 1
`,
  },
  {
    name: 'traces',
    program:
      'import sys\ndef trace(frame, event, arg):\n    if "check" in frame.f_code.co_name: frame.f_locals["ok"] = 1\n    return trace\nsys.settrace(trace)\ndef f(x): return 0\n',
  },
  {
    name: 'leaves by atexit',
    program: 'import atexit, os\natexit.register(lambda: os._exit(0))\ndef f(x): exit(0)\n',
  },
  {
    name: 'starts a thread',
    program: 'import threading\ndef f(x):\n    threading.Thread(target=print).start()\n    return 0\n',
  },
  { name: 'sets an alarm', program: 'import signal\ndef f(x):\n    signal.alarm(1)\n    return 0\n' },
  {
    name: 'writes frames to the pipe',
    program: `import os
def f(x):
    for fd in range(3, 12):
        try: os.write(fd, b'v\\x12\\x00\\x00\\x00{"state":"passed"}')
        except OSError: pass
    return 0
`,
  },
  {
    name: 'patches what answers',
    program: `import sys
m = sys.modules['icl_sandbox']
m.to_text = lambda answer: '{"state":"passed","returned":true}'
m.encode = lambda value: {'d': [[1, 2]]}
def f(x): return 0
`,
  },
  {
    name: 'answers what is no value',
    program: `import sys
sys.modules['icl_sandbox'].to_text = lambda answer: '{"returned":{"t":' + '[' * 5000 + ']' * 5000 + '}}'
def f(x): return 0
`,
  },
  {
    name: 'deletes the tests',
    program: `import gc
for space in [o for o in gc.get_objects() if type(o) is dict]:
    for name in ('check', 'tests', 'f_expected'): space.pop(name, None)
def f(x): return 0
`,
  },
  {
    name: 'changes its arguments into the answer',
    program: 'def f(x):\n    raise AssertionError\n',
    ends: ['error'],
  },
]

/** Programs that take more than they may. */
const GREED: readonly Adversary[] = [
  { name: 'loops for ever', program: 'def f(x):\n    while True: pass\n', ends: ['timeout'] },
  { name: 'loops while loading', program: 'while True: pass', ends: ['timeout'] },
  {
    name: 'catches everything and loops',
    program:
      'def f(x):\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass\n',
    ends: ['timeout'],
  },
  { name: 'sleeps', program: 'import time\ndef f(x): time.sleep(3600)\n', ends: ['timeout'] },
  {
    name: 'backtracks for ever',
    program: "import re\ndef f(x): return re.match('(a+)+$', 'a' * 64 + 'b')\n",
    ends: ['timeout'],
  },
  { name: 'takes a gigabyte', program: 'def f(x): return len(bytearray(2 ** 30))\n', ends: ['memory'] },
  {
    name: 'takes memory bit by bit',
    program: "def f(x):\n    all = []\n    while True: all.append('x' * 10 ** 6 + str(len(all)))\n",
    ends: ['memory'],
  },
  { name: 'recurses for ever', program: 'def f(x): return f(x + 1)\n', ends: ['error', 'crashed'] },
  {
    name: 'recurses past the limit',
    program: 'import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(x): return f(x + 1)\n',
    ends: ['error', 'crashed', 'memory', 'timeout'],
  },
  { name: 'prints for ever', program: "def f(x):\n    while True: print('x' * 1000)\n", ends: ['output'] },
  {
    name: 'writes to standard error for ever',
    program: "import sys\ndef f(x):\n    while True: sys.stderr.write('x' * 1000)\n",
    ends: ['output'],
  },
  {
    name: 'returns a hundred megabytes',
    program: "def f(x): return 'x' * 10 ** 8\n",
    ends: ['timeout', 'output', 'failed', 'memory'],
  },
  {
    name: 'returns a list of millions',
    program: 'def f(x): return [0] * 5 * 10 ** 6\n',
    ends: ['timeout', 'output', 'failed'],
  },
  {
    name: 'returns what never ends',
    program: 'import itertools\ndef f(x): return map(abs, itertools.count())\n',
  },
  {
    name: 'returns what contains itself',
    program: 'def f(x):\n    a = []\n    a.append(a)\n    return a\n',
    ends: ['failed'],
  },
  { name: 'forks until nothing goes', program: 'import os\nwhile True: os.fork()\n' },
  { name: 'nests its source', program: `def f(x): return ${'('.repeat(5000)}x${')'.repeat(5000)}\n` },
  {
    name: 'is a megabyte of source',
    program: `def f(x): return 0\n${'# x\n'.repeat(262_144)}`,
    ends: ['error'],
  },
]

/** Programs that try to change what comes after them. */
const POISON: readonly Adversary[] = [
  {
    name: 'leaves patched builtins',
    program: 'import builtins\nbuiltins.len = builtins.sum = lambda *a: 7\ndef f(x): return 0\n',
  },
  {
    name: 'leaves a patched module',
    program: 'import math, re\nmath.floor = lambda x: 7\nre.compile = None\ndef f(x): return 0\n',
  },
  {
    name: 'leaves a patched harness',
    program:
      "import sys\nm = sys.modules['icl_sandbox']\nm.load = m.forget = m.call = lambda *a: '{\"returned\":7}'\ndef f(x): return 0\n",
  },
  {
    name: 'leaves a registered class',
    program: 'import collections.abc\ncollections.abc.Sized.register(int)\ndef f(x): return 0\n',
  },
  {
    name: 'leaves a generator with a clean-up',
    program:
      'def g():\n    try: yield 1\n    finally:\n        while True: pass\nkept = g()\nnext(kept)\ndef f(x): return 0\n',
  },
  { name: 'seeds chance', program: 'import random\nrandom.seed(1)\ndef f(x): return random.random()\n' },
]

export const PYTHON_ADVERSARIES = [...ESCAPES, ...FORGERIES, ...GREED, ...POISON]
