// How many task files of lm-evaluation-harness can be imported, and what keeps the others:
//   node bench/lm-eval-tasks.ts            (needs the environment that bench/peers makes)
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { importLmEvalTask } from '../src/config/lm-eval/import-task.ts'
import { readTaskFile } from '../src/config/lm-eval/task-file.ts'
import { shippedItemSource } from '../src/datasets/item-source.ts'
import { InputError } from '../src/domain/input-error.ts'
import { PEERS } from './peers/folders.ts'

const [folder = ''] = globSync(join(PEERS, 'lm-eval/lib/python3*/site-packages/lm_eval/tasks'))
const files = globSync(join(folder, '**/*.yaml')).sort()
const counts = new Map<string, number>()
const alone = new Map<string, number>()
let imported = 0
let groups = 0
let python = 0
const add = (table: Map<string, number>, key: string) => table.set(key, (table.get(key) ?? 0) + 1)

for (const file of files) {
  if (await isGroup(file)) {
    groups++
    continue
  }
  try {
    await importLmEvalTask(file, { items: shippedItemSource })
    imported++
    if (process.argv.includes('--imported')) console.log(file.slice(folder.length + 1))
  } catch (error) {
    if (!(error instanceof InputError)) throw new Error(`${file}: ${String(error)}`, { cause: error })
    const reasons = new Set(error.problems.map(({ message }) => reasonOf(message)))
    for (const reason of reasons) add(counts, reason)
    if ([...reasons].some((reason) => reason.includes('"!function'))) python++
    if (reasons.size === 1) for (const reason of reasons) add(alone, reason)
    if (process.argv.includes('--all'))
      console.log(
        `${file.slice(folder.length + 1)}\n  ${error.message.replaceAll(`${folder}/`, '').replaceAll('\n', '\n  ')}`,
      )
  }
}
console.log(
  `${files.length} files: ${groups} groups and shared parts, ${imported} imported, ${files.length - groups - imported} refused`,
)
console.log(`${python} of the refused name Python functions`)
console.log('refused because of (alone):')
for (const [reason, count] of [...counts].sort((a, b) => b[1] - a[1]))
  console.log(`${String(count).padStart(6)} (${alone.get(reason) ?? 0})  ${reason}`)

/** A list of tasks, or what other files include: no task by itself. */
async function isGroup(file: string): Promise<boolean> {
  const task = await readTaskFile(file).catch(() => undefined)
  return task !== undefined && typeof task.value('task') !== 'string'
}

function reasonOf(message: string): string {
  const [key = '', ...rest] = message.split(': ')
  const detail = rest.join(': ')
  const what =
    /^(?:"!function|the (?:filter|method|metric|aggregation|test|function|sampler) "?[^ ]+|not supported|.{0,40})/.exec(
      detail,
    )?.[0] ?? ''
  return `${key}: ${what}`
}
