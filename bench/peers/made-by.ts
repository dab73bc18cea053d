import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem, type } from 'node:os'
import type { Step } from './steps.ts'

/** The line under a table: command, machine, date and versions. */
export function madeBy(command: string, steps: readonly Step<unknown>[]): string {
  const days = [...new Set(steps.map(({ measuredAt }) => measuredAt.slice(0, 10)))].sort()
  const versions = [...new Set(steps.map(({ version }) => version))]
  const when = days.length > 1 ? `${days[0]} to ${days.at(-1)}` : days[0]
  return `Made by \`${command}\` on ${when}: ${machine()}. ${versions.join(', ')}.`
}

function machine(): string {
  const processors = cpus()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const python = execFileSync('python3', ['--version'], { encoding: 'utf8' }).trim()
  return `${processors[0]?.model.trim()}, ${processors.length} cores, ${gigabytes} GiB, ${type()} ${release()}, Node ${process.versions.node}, ${python}`
}
