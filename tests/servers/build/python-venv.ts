import { createHash } from 'node:crypto'
import { glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathOf, type RealPart } from '../../real-parts.ts'
import { type Marker, moveIntoPlace, readMarker } from './build-once.ts'
import { type Place, requireCommands, runCommand } from './shell.ts'

/** A virtual environment with packages for Python, in the cache. */
export interface PythonRecipe {
  /** Its `bin/python`. */
  readonly part: RealPart
  readonly purpose: string
  /** `name==version`, with all that they need. */
  readonly packages: readonly string[]
  /** Those of them, by name, that are published as sources alone. */
  readonly sourcePackages?: readonly string[]
  /** Modules that can be imported when it stands. */
  readonly modules: readonly string[]
  /** To download. */
  readonly megabytes: number
}

/**
 * Makes sure that a virtual environment stands in the cache and is what its recipe says: the digest of the packages' own
 * lists of files is compared with the marker.
 */
export async function preparePython(recipe: PythonRecipe, step: (text: string) => void): Promise<void> {
  requireCommands(['python3'], recipe.purpose)
  const venv = dirname(dirname(pathOf(recipe.part)))
  const scratch = await mkdtemp(join(tmpdir(), 'icl-build-python-'))
  const place = { folder: scratch, logFile: join(scratch, 'build.log') }
  try {
    const python = (await runCommand('python3', ['--version'], place)).trim()
    const identity = [python, process.arch, ...recipe.packages].join(' ')
    if (await stands(venv, identity)) return step(`already there: ${venv}`)
    step(`installing ${recipe.modules.join(' and ')} (${recipe.megabytes} MB) for ${python}`)
    await install(recipe, venv, identity, place)
    step(`installed: ${venv}`)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function stands(venv: string, identity: string): Promise<boolean> {
  const marker = await readMarker(markerOf(venv))
  return marker?.identity === identity && marker.sha256 === (await contentOf(venv)).sha256
}

async function install(recipe: PythonRecipe, venv: string, identity: string, place: Place): Promise<void> {
  const startedAt = performance.now()
  await mkdir(dirname(venv), { recursive: true })
  // Beside the target, because a rename cannot cross file systems; its Python finds its packages by its own place.
  const fresh = await mkdtemp(`${venv}.new-`)
  try {
    await runCommand('python3', ['-m', 'venv', fresh], place)
    const options = ['--quiet', '--disable-pip-version-check', '--no-cache-dir', '--no-deps']
    const sources = (recipe.sourcePackages ?? []).map((name) => `--no-binary=${name}`)
    const args = ['-m', 'pip', 'install', ...options, '--only-binary=:all:', ...sources, ...recipe.packages]
    const python = join(fresh, 'bin', 'python')
    await runCommand(python, args, place)
    await runCommand(python, ['-c', `import ${recipe.modules.join(', ')}`], place)
    const marker: Marker = {
      identity,
      ...(await contentOf(fresh)),
      buildSeconds: Math.round((performance.now() - startedAt) / 1000),
    }
    await writeFile(markerOf(fresh), `${JSON.stringify(marker, null, 2)}\n`)
    await moveIntoPlace(fresh, venv)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

function markerOf(venv: string): string {
  return join(venv, 'built.json')
}

/** The installed packages' content: each keeps a RECORD of its files with their SHA-256 and sizes. */
async function contentOf(venv: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const names: string[] = []
  for await (const name of glob('lib/python3*/site-packages/*.dist-info/RECORD', { cwd: venv }))
    names.push(name)
  const records = await Promise.all(names.sort().map((name) => readFile(join(venv, name), 'utf8')))
  const text = records.join('')
  const bytes = [...text.matchAll(/,(\d+)\r?$/gm)].reduce((sum, [, size]) => sum + Number(size), 0)
  return { sha256: createHash('sha256').update(text).digest('hex'), bytes }
}
