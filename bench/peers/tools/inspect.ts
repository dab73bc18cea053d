import { existsSync, globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONCURRENCY, MAX_TOKENS, question, shown, writeJsonl } from '../addition-work.ts'
import { installPython, run } from '../install.ts'
import type { Job, Reported, Tool } from '../tool.ts'

const PACKAGES = ['inspect-ai==0.3.285', 'openai==3.57.0']

/** Inspect. It speaks chat only: the same prompt is one user message. */
export const inspect: Tool = {
  name: 'inspect',
  label: 'Inspect',
  slow: true,
  bare: false,
  install: async () => {
    installPython('inspect', PACKAGES)
    return 'inspect-ai 0.3.285'
  },
  prepare: async (job) => {
    const { folder, baseUrl, work } = job
    const bin = join(installPython('inspect', PACKAGES), 'bin')
    writeJsonl(
      join(folder, 'items.jsonl'),
      work.items.map(({ input, target }) => ({ input: shown(work) + question(input), target })),
    )
    writeFileSync(join(folder, 'addition.py'), TASK)
    writeFileSync(join(folder, 'report.py'), REPORT)
    const shared = {
      cwd: folder,
      env: {
        BENCH_API_KEY: 'none',
        BENCH_BASE_URL: baseUrl,
        INSPECT_LOG_DIR: join(folder, 'logs'),
        XDG_DATA_HOME: join(folder, 'state'),
        XDG_CACHE_HOME: join(folder, 'state'),
      },
    }
    const settings = ['--display', 'none', '--max-connections', String(CONCURRENCY)]
    const program = join(bin, 'inspect')
    return {
      command: {
        ...shared,
        argv: [
          ...[program, 'eval', 'addition.py', '--model', 'openai-api/bench/m', ...settings],
          ...['--temperature', '0', '--max-tokens', String(MAX_TOKENS)],
        ],
      },
      resume: {
        ...shared,
        argv: ['sh', '-c', `"${program}" eval-retry ${settings.join(' ')} "$(ls logs/*.eval | tail -1)"`],
      },
      report: async () => report(job, bin),
    }
  },
}

const TASK = `from inspect_ai import Task, task
from inspect_ai.dataset import json_dataset
from inspect_ai.scorer import exact
from inspect_ai.solver import generate


@task
def addition():
    return Task(dataset=json_dataset("items.jsonl"), solver=generate(), scorer=exact())
`

const REPORT = `import json
import sys
from inspect_ai.log import read_eval_log

log = read_eval_log(sys.argv[1])
samples = log.samples or []
scores = [s.scores["exact"].value for s in samples if s.scores and s.error is None]
right = sum(1 for score in scores if score == "C")
# Where an evaluation ends in an error it has no results: its samples are not scored.
print(json.dumps({"status": log.status, "results": log.results is not None, "right": right, "wrong": len(scores) - right}))
`

function report({ folder, work }: Job, bin: string): Reported | undefined {
  const log = existsSync(join(folder, 'logs'))
    ? globSync(join(folder, 'logs/*.eval')).sort().at(-1)
    : undefined
  if (log === undefined) return undefined
  const answer = JSON.parse(run(join(bin, 'python'), [join(folder, 'report.py'), log], folder))
  if (!answer.results) return undefined
  return {
    right: answer.right,
    wrong: answer.wrong,
    unscored: work.items.length - answer.right - answer.wrong,
  }
}
