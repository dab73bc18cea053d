import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT } from '../folders.ts'
import { lastJson } from '../last-json.ts'
import type { Reported, Tool } from '../tool.ts'

/** A row for a loop of `bench/peers/loops`. */
export function bareLoop(packageName: string, label: string): Tool {
  return {
    name: packageName,
    label,
    slow: false,
    bare: true,
    install: async () => {
      const file = join(PROJECT, 'node_modules', packageName, 'package.json')
      return `${packageName} ${JSON.parse(readFileSync(file, 'utf8')).version}`
    },
    prepare: async ({ folder, baseUrl, work }) => {
      const script = join(import.meta.dirname, `../loops/${packageName}.child.ts`)
      const trials = String(work.items.length)
      return {
        command: {
          argv: [process.execPath, script, '--base-url', baseUrl, '--trials', trials],
          cwd: folder,
        },
        report: async () => lastJson<Reported>(join(folder, 'log')),
      }
    },
  }
}
