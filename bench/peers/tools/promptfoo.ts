import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONCURRENCY, MAX_TOKENS, question, shown } from '../addition-work.ts'
import { installNode } from '../install.ts'
import type { Job, Reported, Tool } from '../tool.ts'

const PACKAGES = ['promptfoo@0.123.1']

/** promptfoo, with its cache and its database, which are its defaults. */
export const promptfoo: Tool = {
  name: 'promptfoo',
  label: 'promptfoo',
  slow: false,
  bare: false,
  install: async () => {
    installNode('promptfoo', PACKAGES)
    return 'promptfoo 0.123.1'
  },
  prepare: async (job) => {
    const { folder } = job
    writeConfig(job)
    const entry = join(installNode('promptfoo', PACKAGES), 'node_modules/promptfoo/dist/src/entrypoint.js')
    const start = [process.execPath, entry, 'eval']
    const output = [
      '--no-table',
      '--no-progress-bar',
      '-j',
      String(CONCURRENCY),
      '-o',
      join(folder, 'out.json'),
    ]
    const shared = {
      cwd: folder,
      env: {
        PROMPTFOO_CONFIG_DIR: join(folder, 'state'),
        PROMPTFOO_DISABLE_TELEMETRY: '1',
        PROMPTFOO_DISABLE_UPDATE: '1',
        OPENAI_API_KEY: 'none',
      },
    }
    return {
      command: { ...shared, argv: [...start, '-c', join(folder, 'promptfooconfig.json'), ...output] },
      resume: { ...shared, argv: [...start, '--resume', ...output] },
      report: async () => report(job),
    }
  },
}

function writeConfig({ folder, baseUrl, work }: Job): void {
  writeFileSync(
    join(folder, 'promptfooconfig.json'),
    JSON.stringify({
      prompts: [shown(work) + question('{{input}}')],
      providers: [
        {
          id: 'openai:completion:m',
          config: { apiBaseUrl: baseUrl, max_tokens: MAX_TOKENS, temperature: 0 },
        },
      ],
      defaultTest: { options: { transform: 'output.trim()' } },
      tests: work.items.map(({ input, target }) => ({
        vars: { input },
        assert: [{ type: 'equals', value: target }],
      })),
    }),
  )
}

interface Output {
  readonly results: { readonly results: readonly { readonly success: boolean }[] }
}

/** A trial whose request failed stands in its pass rate like a wrong answer. */
function report({ folder, work }: Job): Reported | undefined {
  const file = join(folder, 'out.json')
  if (!existsSync(file)) return undefined
  const { results } = (JSON.parse(readFileSync(file, 'utf8')) as Output).results
  const right = results.filter(({ success }) => success).length
  return { right, wrong: results.length - right, unscored: work.items.length - results.length }
}
