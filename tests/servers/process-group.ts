import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'

const TERM_TIMEOUT_MS = 5000

/**
 * Kills the child's process group and removes `folder` when this process is gone, even by SIGKILL: a shell
 * waits on a pipe that only this process holds open. The returned function sends the shell away.
 */
export function guardGroup(child: ChildProcess, folder: string): () => void {
  const script = 'read -r _; kill -s KILL -- "-$0"; rm -rf -- "$1"'
  const shell = spawn('sh', ['-c', script, String(child.pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  shell.unref()
  if (shell.stdin instanceof Socket) shell.stdin.unref()
  return () => shell.kill('SIGKILL')
}

/** Ends a child that leads a process group (spawned `detached`), and the group: SIGTERM, after 5 s SIGKILL. */
export async function endGroup(child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) {
    const ended = once(child, 'exit')
    child.ref()
    const forced = setTimeout(() => signalGroup(child, 'SIGKILL'), TERM_TIMEOUT_MS)
    signalGroup(child, 'SIGTERM')
    await ended
    clearTimeout(forced)
  }
  signalGroup(child, 'SIGKILL')
}

/** Whether the child's process is over. */
export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group is gone already.
  }
}
