import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** Linux counts the times of processes in hundredths of a second, on every machine that Node runs on. */
const TICKS_PER_SECOND = 100

/** When a process started, in milliseconds since 1970, to about a second; `undefined` where the system does not tell. */
export function processStart(pid: number, now: number): number | undefined {
  try {
    // proc_pid_stat(5): after the name in parentheses, which may hold blanks, the 20th field is the start since boot.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
    return Number.isFinite(ticks) ? now - (uptime() - ticks / TICKS_PER_SECOND) * 1000 : undefined
  } catch {
    return undefined
  }
}
