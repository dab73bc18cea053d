import { FAULT_LIMIT_S, FAULT_TRIALS, type FaultRun, type KillRun, knownFaults } from './faults.ts'
import { madeBy } from './made-by.ts'
import { markdownTable } from './markdown-table.ts'
import type { Step, Steps } from './steps.ts'
import type { Tool } from './tool.ts'

/** The fault table of all tools that have been measured, with what it was made by. */
export function faultTable(tools: readonly Tool[], steps: Steps): string {
  const rows: string[][] = []
  const used: Step<unknown>[] = []
  for (const tool of tools) {
    const faults = knownFaults(tool, steps)
    const step = steps.find(`${tool.name}.faults-mix`)
    if (faults === undefined || step === undefined) continue
    rows.push([tool.label, ...mixCells(faults.mix), ...killCells(tool, faults.kill)])
    used.push(step)
  }
  const head = [
    'defaults of',
    'runs with a result',
    'seconds',
    'faults met',
    'of which hang',
    'without a score',
    'counted as wrong answers',
    're-sent after kill −9 half way',
    'right at the end',
  ]
  return `${markdownTable(head, rows)}\n\n${madeBy('node bench/peers/run.ts --faults', used)}`
}

function mixCells(runs: readonly FaultRun[]): string[] {
  const met = runs.map(({ counts }) => Object.values(counts.faults).reduce((sum, count) => sum + count, 0))
  return [
    finished(runs),
    runs.map(({ wallS }) => Math.round(wallS)).join(', '),
    met.join(', '),
    runs.map(({ counts }) => counts.faults.never ?? 0).join(', '),
    runs.map(({ reported }) => reported?.unscored ?? FAULT_TRIALS).join(', '),
    runs.map(({ reported }) => reported?.wrong ?? 0).join(', '),
  ]
}

/** Runs that wrote a result, with the exit codes of all. */
function finished(runs: readonly FaultRun[]): string {
  const count = runs.filter(({ reported }) => reported !== undefined).length
  const ends = runs.map(({ exitCode }) => (exitCode === undefined ? `none in ${FAULT_LIMIT_S} s` : exitCode))
  return `${count} of ${runs.length} (exit code ${[...new Set(ends)].join(', ')})`
}

function killCells(tool: Tool, kill: KillRun | undefined): string[] {
  if (tool.bare || kill === undefined) return ['–', '–']
  return [String(kill.resent), `${kill.reported?.right ?? 0} of ${FAULT_TRIALS}`]
}
