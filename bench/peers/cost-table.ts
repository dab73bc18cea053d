import { type Cost, type CostRun, costStep, knownCost } from './cost.ts'
import { madeBy } from './made-by.ts'
import { markdownTable } from './markdown-table.ts'
import type { Step, Steps } from './steps.ts'
import type { Tool } from './tool.ts'

/** The cost table of all tools that have been measured, with what it was made by. */
export function costTable(tools: readonly Tool[], trials: number, steps: Steps): string {
  const rows: string[][] = []
  const used: Step<unknown>[] = []
  for (const tool of tools) {
    const cost = knownCost(tool, trials, steps)
    const step = steps.find(costStep(tool.name, 'at-once', trials))
    if (cost === undefined || step === undefined) continue
    rows.push([tool.label, ...cells(cost)])
    used.push(step)
  }
  const count = grouped(trials)
  const more = grouped(trials * 10)
  const head = [
    '',
    'one trial, start to end, s',
    `${count} trials at 0 ms, s`,
    `${count} at 50 ms, s`,
    `${more} at 0 ms, s`,
    `CPU µs a trial, first ${count}`,
    `CPU µs a trial, next ${grouped(trials * 9)}`,
    `peak RSS, ${count}, MB`,
    `peak RSS, ${more}, MB`,
  ]
  return `${markdownTable(head, rows)}\n\n${madeBy('node bench/peers/run.ts', used)}`
}

function cells({ one, atOnce, at50Ms, tenfold }: Cost): string[] {
  return [
    one.wallS.toFixed(2),
    seconds(atOnce),
    seconds(at50Ms),
    tenfold === undefined ? '–' : seconds(tenfold),
    // Less what a run of one trial takes: start-up is a column of its own.
    perTrial(one, atOnce),
    tenfold === undefined ? '–' : perTrial(atOnce, tenfold),
    megabytes(atOnce),
    tenfold === undefined ? '–' : megabytes(tenfold),
  ]
}

function perTrial(less: CostRun, more: CostRun): string {
  return grouped(Math.round(((more.cpuS - less.cpuS) * 1e6) / (more.trials - less.trials)))
}

const seconds = ({ wallS }: CostRun): string => (wallS < 10 ? wallS.toFixed(2) : wallS.toFixed(1))
const megabytes = ({ peakRssBytes }: CostRun): string => grouped(Math.round(peakRssBytes / 1e6))
const grouped = (value: number): string => value.toLocaleString('en')
