import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { enterRoot, limits, namespaceOptions, unprivileged, type Wrapping } from './launch.ts'
import type { LayerName } from './sandbox.ts'

/** Where system tools are; the sandbox has no search path. */
const FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin']

/** Sets of namespaces, the best first. A network of its own is what they are for. */
const NAMESPACES = [
  ['user', 'net', 'mount', 'pid', 'ipc', 'uts'],
  ['user', 'net', 'pid', 'ipc'],
  ['user', 'net'],
]

/** Options of Node that close something; one that a version does not know is left out there. */
const NODE_OPTIONS = [
  '--permission',
  '--disallow-code-generation-from-strings',
  '--no-experimental-sqlite',
  '--no-experimental-webstorage',
  '--no-addons',
  '--disable-sigusr1',
  '--no-warnings',
]

/** How long a tool may take to show that it works, in milliseconds. */
const PROBE_WITHIN_MS = 10_000

/** Finds by trial what this machine can wrap a process in. */
export async function probeMachine(
  nodePath: string,
  rootFolder: string,
  without: ReadonlySet<LayerName>,
): Promise<Wrapping> {
  const [setpriv, prlimit, unshare, nodeOptions] = await Promise.all([
    without.has('no-privileges') ? undefined : working('setpriv', (path) => [...unprivileged(path), 'true']),
    without.has('resource-limits')
      ? undefined
      : working('prlimit', (path) => [...limits(path, false, 0), nodePath, '--version']),
    without.has('namespaces') ? undefined : firstNamespaces(),
    knownOptions(nodePath, without),
  ])
  const rootPossible = unshare?.namespaces.includes('mount') === true && !without.has('private-root')
  const privateRoot = rootPossible && (await entersRoot(unshare, rootFolder, nodePath))
  return { setpriv, prlimit, unshare, privateRoot, nodeOptions }
}

async function working(
  tool: string,
  command: (path: string) => readonly string[],
): Promise<string | undefined> {
  const path = pathOf(tool)
  return path !== undefined && (await runs(command(path))) ? path : undefined
}

async function firstNamespaces(): Promise<Wrapping['unshare']> {
  const path = pathOf('unshare')
  if (path === undefined) return undefined
  for (const namespaces of NAMESPACES) {
    if (await runs([path, ...namespaceOptions(namespaces), '--', 'true'])) return { path, namespaces }
  }
  return undefined
}

function entersRoot(
  unshare: NonNullable<Wrapping['unshare']>,
  rootFolder: string,
  nodePath: string,
): Promise<boolean> {
  const inside = enterRoot(
    rootFolder,
    ['/usr/lib', '/usr/lib64', '/lib', '/lib64', nodePath],
    [nodePath, '--version'],
  )
  return runs([unshare.path, ...namespaceOptions(unshare.namespaces), '--', ...inside])
}

async function knownOptions(nodePath: string, without: ReadonlySet<LayerName>): Promise<string[]> {
  const wanted = without.has('node-permissions') ? [] : NODE_OPTIONS
  if (await runs([nodePath, ...wanted, '--version'])) return wanted
  const known = await Promise.all(wanted.map((option) => runs([nodePath, option, '--version'])))
  return wanted.filter((_, place) => known[place])
}

function pathOf(tool: string): string | undefined {
  return FOLDERS.map((folder) => `${folder}/${tool}`).find((path) => existsSync(path))
}

function runs([file = '', ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(file, args, { env: {}, timeout: PROBE_WITHIN_MS }, (error) => resolve(error === null))
  })
}
