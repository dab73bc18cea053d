import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

/** The user's cache folder, shared with `icl`: weights and built servers are fetched once. */
export const cacheFolder =
  process.env.ICL_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'icl-harness')

/** SHA-256 of the real weights files that tests know by name; the cache stores each as weights/SHA256.gguf. */
export const WEIGHTS_SHA256 = {
  'smollm2-135m-instruct': 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  'gemma3-270m': 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
  'qwen2.5-coder-0.5b-instruct': '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
  'qwen2.5-coder-1.5b-instruct': 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
} as const

/** A real part that a test needs, and the file that shows it is there. */
const PARTS = {
  'llama-server': join(cacheFolder, 'servers', 'llama-server', 'llama-server'),
  ollama: join(cacheFolder, 'servers', 'ollama', 'ollama'),
  chromium: '/usr/bin/chromium',
  /** A Python that has pandas and DuckDB. */
  'python-readers': join(cacheFolder, 'readers', 'venv', 'bin', 'python'),
  /** A Python that has sacreBLEU. */
  'python-sacrebleu': join(cacheFolder, 'sacrebleu', 'venv', 'bin', 'python'),
  /** A Python that has the IFEval checkers of lm-evaluation-harness. */
  'python-ifeval': join(cacheFolder, 'ifeval', 'venv', 'bin', 'python'),
  /** A Python that has lm-evaluation-harness. */
  'python-lm-eval': join(cacheFolder, 'peers', 'lm-eval', 'bin', 'python'),
  Rscript: '/usr/bin/Rscript',
  shared: resolve(import.meta.dirname, '../../shared'),
  ...Object.fromEntries(
    Object.entries(WEIGHTS_SHA256).map(([name, sha]) => [name, join(cacheFolder, 'weights', `${sha}.gguf`)]),
  ),
} as Record<RealPart, string>

export type RealPart =
  | 'llama-server'
  | 'ollama'
  | 'chromium'
  | 'python-readers'
  | 'python-sacrebleu'
  | 'python-ifeval'
  | 'python-lm-eval'
  | 'Rscript'
  | 'shared'
  | keyof typeof WEIGHTS_SHA256

/** Where the part is, whether it exists or not. */
export function pathOf(part: RealPart): string {
  return PARTS[part]
}

/**
 * A `describe` that needs real parts. Where one is absent it is skipped by name, except under
 * ICL_REQUIRE_ALL=1 (`npm run test:all`), where its absence is a failure.
 */
export function describeWith(parts: readonly RealPart[], name: string, body: () => void): void {
  const absent = parts.filter((part) => !existsSync(PARTS[part]))
  if (absent.length === 0) describe(name, body)
  else if (process.env.ICL_REQUIRE_ALL === '1')
    test(`${name}: needs ${absent.join(', ')}`, () => {
      expect(absent, 'real parts that are absent').toEqual([])
    })
  // Not `describe.skip`: it runs the body all the same, and that may read what is absent.
  else test.skip(`${name} [absent: ${absent.join(', ')}]`, () => {})
}
