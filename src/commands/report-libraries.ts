import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const BUILDS = [
  { package: 'vega', file: 'vega.min.js' },
  { package: 'vega-lite', file: 'vega-lite.min.js' },
] as const

/** The browser builds that a report's page is drawn by, as they stand beside the modules of their packages. */
export async function reportLibraries(): Promise<string[]> {
  const { resolve } = createRequire(import.meta.url)
  return Promise.all(
    BUILDS.map(({ package: name, file }) => readFile(join(dirname(resolve(name)), file), 'utf8')),
  )
}
