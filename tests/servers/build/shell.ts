import { spawn } from 'node:child_process'
import { accessSync, constants, createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** A failure that the person at the terminal can cure; printed without a stack. */
export class PrepareError extends Error {
  override name = 'PrepareError'
}

/** Where a command runs, and where everything that it prints is kept. */
export type Place = {
  readonly folder: string
  readonly logFile: string
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Runs a command at low priority, its output in the log file; resolves to what it wrote on standard output.
 * Throws PrepareError with the end of the log where the command fails.
 */
export async function runCommand(command: string, args: readonly string[], place: Place): Promise<string> {
  const log = createWriteStream(place.logFile, { flags: 'a' })
  const child = spawn('nice', ['-n', '10', command, ...args], {
    cwd: place.folder,
    env: { ...process.env, ...place.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that a compiler and all that it started can be ended together.
    detached: true,
  })
  const stopChild = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
  }
  process.once('exit', stopChild)
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  process.removeListener('exit', stopChild)
  await new Promise((resolve) => log.end(resolve))
  if (code !== 0)
    throw new PrepareError(await explainFailure([command, ...args].join(' '), code, place.logFile))
  return Buffer.concat(chunks).toString('utf8')
}

async function explainFailure(command: string, code: number | null, logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8')).trimEnd().split('\n')
  return [`\`${command}\` ended with ${code ?? 'a signal'}:`, ...lines.slice(-30)].join('\n  ')
}

/** Whether a command of this name is on the PATH. */
export function isInstalled(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, command)))
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Throws one PrepareError that names every command of the list which is not installed. */
export function requireCommands(commands: readonly string[], purpose: string): void {
  const absent = commands.filter((command) => !isInstalled(command))
  if (absent.length > 0)
    throw new PrepareError(`${purpose} needs ${absent.join(', ')}: install and run this again`)
}
