// What the script and the style of a report are made of: `node src/report/page/write.ts`.
import { readFile } from 'node:fs/promises'
import { rolldown } from 'rolldown'

/** Vega's and Vega-Lite's browser builds stand in the page before the script, under these names. */
const GLOBALS = { vega: 'vega', 'vega-lite': 'vegaLite', 'vega-util': 'vega' } as const

/** The text of the module page-asset.ts. */
export async function pageModule(): Promise<string> {
  const [script, style] = await Promise.all([pageScript(), pageStyle()])
  return [
    '// Made by `node src/report/page/write.ts` from the files of src/report/page.',
    '',
    "/** The script of a report's page, without Vega. */",
    `export const PAGE_SCRIPT: string = ${JSON.stringify(script)}`,
    '',
    "/** The style of a report's page. */",
    `export const PAGE_STYLE: string = ${JSON.stringify(style)}`,
    '',
  ].join('\n')
}

async function pageScript(): Promise<string> {
  const bundle = await rolldown({
    input: new URL('./main.ts', import.meta.url).pathname,
    external: Object.keys(GLOBALS),
    tsconfig: false,
    platform: 'browser',
  })
  const { output } = await bundle.generate({ format: 'iife', globals: GLOBALS, minify: true })
  await bundle.close()
  return output[0].code
}

async function pageStyle(): Promise<string> {
  const [style, dark] = await Promise.all(
    ['style.css', 'dark.css'].map((name) => readFile(new URL(name, import.meta.url), 'utf8')),
  )
  const colours = /\{([^}]*)\}/u.exec(dark ?? '')?.[1] ?? ''
  const asked = `@media screen and (prefers-color-scheme:dark){:root:not([data-theme="light"]){${colours}}}`
  const chosen = `@media screen{:root[data-theme="dark"]{${colours}}}`
  return `${style}${asked}${chosen}`.replace(/\/\*.*?\*\//gsu, '').replace(/\s*\n\s*/gu, '\n')
}
