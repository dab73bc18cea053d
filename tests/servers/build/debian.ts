import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isInstalled, PrepareError, runCommand } from './shell.ts'

/**
 * Installs Debian packages for the commands of the table that are absent (command to package). Does nothing
 * where all are there; throws PrepareError where it may not install.
 */
export async function installCommands(
  packages: Readonly<Record<string, string>>,
  step: (text: string) => void,
): Promise<void> {
  const absent = Object.keys(packages).filter((command) => !isInstalled(command))
  if (absent.length === 0) return step(`already installed: ${Object.keys(packages).join(', ')}`)
  const names = [...new Set(absent.map((command) => packages[command] ?? command))]
  if (process.getuid?.() !== 0 || !isInstalled('apt-get'))
    throw new PrepareError(`${absent.join(', ')} is absent: as root, \`apt-get install ${names.join(' ')}\``)
  step(`installing ${names.join(', ')} with apt-get`)
  const folder = await mkdtemp(join(tmpdir(), 'icl-apt-'))
  const place = { folder, logFile: join(folder, 'apt.log'), env: { DEBIAN_FRONTEND: 'noninteractive' } }
  try {
    await runCommand('apt-get', ['update'], place)
    await runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...names], place)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
