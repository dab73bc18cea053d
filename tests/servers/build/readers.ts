import { createHash } from 'node:crypto'
import { glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathOf } from '../../real-parts.ts'
import { type Marker, moveIntoPlace, readMarker } from './build-once.ts'
import { type Place, requireCommands, runCommand } from './shell.ts'

/** pandas and DuckDB with all that they need, so that the same versions read on every machine. */
const PACKAGES = [
  'pandas==3.1.1',
  'duckdb==2.0.1',
  'numpy==2.4.6',
  'python-dateutil==4.0.0',
  'tzdata==2026.6',
] as const

/**
 * Makes sure that the virtual environment with the CSV readers stands in the cache and is what `PACKAGES` says:
 * the digest of the packages' own lists of files is compared with the marker.
 */
export async function prepareReaders(step: (text: string) => void): Promise<void> {
  requireCommands(['python3'], 'reading CSV with pandas and DuckDB')
  const venv = dirname(dirname(pathOf('python-readers')))
  const scratch = await mkdtemp(join(tmpdir(), 'icl-build-readers-'))
  const place = { folder: scratch, logFile: join(scratch, 'build.log') }
  try {
    const python = (await runCommand('python3', ['--version'], place)).trim()
    const identity = [python, process.arch, ...PACKAGES].join(' ')
    if (await stands(venv, identity)) return step(`already there: ${venv}`)
    step(`installing ${PACKAGES.slice(0, 2).join(' and ')} (182 MB) for ${python}`)
    await install(venv, identity, place)
    step(`installed: ${venv}`)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function stands(venv: string, identity: string): Promise<boolean> {
  const marker = await readMarker(markerOf(venv))
  return marker?.identity === identity && marker.sha256 === (await contentOf(venv)).sha256
}

async function install(venv: string, identity: string, place: Place): Promise<void> {
  const startedAt = performance.now()
  await mkdir(dirname(venv), { recursive: true })
  // Beside the target, because a rename cannot cross file systems; its Python finds its packages by its own place.
  const fresh = await mkdtemp(`${venv}.new-`)
  try {
    await runCommand('python3', ['-m', 'venv', fresh], place)
    const options = ['--quiet', '--disable-pip-version-check', '--no-cache-dir', '--no-deps']
    const args = ['-m', 'pip', 'install', ...options, '--only-binary=:all:', ...PACKAGES]
    const python = join(fresh, 'bin', 'python')
    await runCommand(python, args, place)
    await runCommand(python, ['-c', 'import duckdb, pandas'], place)
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
