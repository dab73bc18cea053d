// Measures what a trial costs and what a million take, and puts the table into docs/performance.md:
//   node bench/scale.ts all          (about three minutes; or some of: cpu wall start http million sync)
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { markdownTable } from './peers/markdown-table.ts'
import { writeSection } from './peers/write-section.ts'
import { cpuPerTrial, startUp, wallAtLatency } from './scale/cost.ts'
import { priceOfDurability } from './scale/durability.ts'
import type { Line } from './scale/line.ts'
import { memoryOverHttp, millionTrials } from './scale/memory.ts'

const PARTS: Readonly<Record<string, (folder: string) => Promise<Line[]>>> = {
  cpu: cpuPerTrial,
  wall: wallAtLatency,
  start: startUp,
  http: memoryOverHttp,
  million: millionTrials,
  sync: priceOfDurability,
}

const asked = process.argv.slice(2)
const all = asked.length === 0 || asked.includes('all')
const names = all ? Object.keys(PARTS) : asked
const folder = mkdtempSync(join(tmpdir(), 'icl-scale-'))
const lines: Line[] = []
try {
  for (const name of names) {
    const part = PARTS[name]
    if (part === undefined) throw new Error(`${name}: want all or some of ${Object.keys(PARTS).join(', ')}`)
    for (const line of await part(folder)) {
      lines.push(line)
      console.error(`${line.holds ? 'holds' : 'FAILS'}  ${line.what}: ${line.ours} (${line.target})`)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const table = markdownTable(
  ['', 'icl-harness', 'beside it', 'target', ''],
  lines.map(({ what, ours, beside = '', target, holds }) => [
    what,
    ours,
    beside,
    target,
    holds ? 'holds' : 'no',
  ]),
)
const section = `${table}\n\n${madeBy()}`
console.log(section)
if (all) writeSection('scale', section)

function madeBy(): string {
  const [processor] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `Made by \`node bench/scale.ts all\` on ${new Date().toISOString().slice(0, 10)}: ${processor?.model.trim()}, ${cpus().length} cores, ${memory} GiB, Node ${process.versions.node}; load average at the end ${loadavg()[0]?.toFixed(1)}.`
}
