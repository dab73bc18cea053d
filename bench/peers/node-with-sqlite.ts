import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { run } from './install.ts'

/**
 * A Node that can load the native `better-sqlite3` of this folder: the one that runs this, or another on the path.
 * The add-on is built where its ready-made form can't be fetched, which takes the headers of that Node.
 *
 * @throws Error where none can
 */
export function nodeWithSqlite(folder: string): string {
  const nodes = [
    process.execPath,
    ...(process.env.PATH ?? '').split(delimiter).map((part) => join(part, 'node')),
  ]
  const known = [...new Set(nodes)].filter((node) => existsSync(node))
  for (const node of known) if (loads(folder, node)) return node
  for (const node of known) {
    build(folder, node)
    if (loads(folder, node)) return node
  }
  throw new Error('evalite: better-sqlite3 could be neither fetched nor built for any node on the path')
}

function loads(folder: string, node: string): boolean {
  return succeeds(() => run(node, ['-e', "new (require('better-sqlite3'))(':memory:')"], folder))
}

function build(folder: string, node: string): void {
  const prefix = dirname(dirname(node))
  const headers = existsSync(join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {}
  const env = { ...process.env, ...headers, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }
  succeeds(() => run('npm', ['rebuild', 'better-sqlite3', '--ignore-scripts=false'], folder, env))
}

function succeeds(act: () => unknown): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}
