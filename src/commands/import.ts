import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { importLmEvalTask } from '../config/lm-eval/import-task.ts'
import { suiteText } from '../config/lm-eval/suite-text.ts'
import { shippedItemSource } from '../datasets/item-source.ts'
import { EXIT } from '../domain/exit-code.ts'
import { InputError } from '../domain/input-error.ts'
import type { Host } from './host.ts'

export interface ImportOptions {
  /** A task file of lm-evaluation-harness. */
  readonly file: string
  /** The suite file to write; standard output where absent. */
  readonly out?: string | undefined
}

/** `icl import lm-eval FILE`: a suite made from a task of lm-evaluation-harness. Overwrites nothing. */
export async function importCommand(host: Host, { file, out }: ImportOptions): Promise<number> {
  if (out !== undefined && existsSync(out))
    throw new InputError({ message: `${out} is already there`, hint: 'name another file with --out' })
  const imported = await importLmEvalTask(file, {
    items: shippedItemSource,
    outFolder: out === undefined ? undefined : dirname(out),
  })
  const text = suiteText(imported, basename(file))
  if (out === undefined) host.write(text)
  else {
    await writeFile(out, text, { flag: 'wx' })
    host.out(`wrote ${out}`)
  }
  for (const note of imported.notes) host.note(note)
  return EXIT.ok
}
