import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'

/** Milliseconds a clock tick of `/proc` stands for: Linux counts a hundred a second for programs. */
const TICK_MS = 10

/** Processor milliseconds that a process has used; undefined where the system does not tell. */
export function processorMs(pid: number): number | undefined {
  try {
    const fields = afterName(readFileSync(`/proc/${pid}/stat`, 'latin1'))
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return undefined
  }
}

/** The process that a wrapper (`unshare --fork`) has started; the wrapper itself where it started none. */
export async function wrappedProcess(wrapper: number): Promise<number> {
  const names = await readdir('/proc').catch(() => [])
  const later = names.map(Number).filter((pid) => pid > wrapper)
  const parents = await Promise.all(later.map(parentOf))
  const place = parents.indexOf(wrapper)
  return later[place] ?? wrapper
}

async function parentOf(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined)
  return text === undefined ? undefined : Number(afterName(text)[1])
}

/** The fields of a `stat` line from the third on: the second, a name in brackets, may hold anything. */
function afterName(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
