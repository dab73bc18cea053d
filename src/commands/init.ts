import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EXIT } from '../domain/exit-code.ts'
import { InputError } from '../domain/input-error.ts'
import type { Host } from './host.ts'
import { STARTER_CONFIG, STARTER_TASK } from './starter-files.ts'

/** `icl init`: a commented config and one task, which validate and run as they are. Overwrites nothing. */
export async function initCommand(host: Host, folder: string): Promise<number> {
  const files = { 'harness.config.yaml': STARTER_CONFIG, 'tasks/colours.yaml': STARTER_TASK }
  const paths = Object.entries(files).map(([name, text]) => ({ path: join(folder, name), text }))
  const standing = paths.filter(({ path }) => existsSync(path)).map(({ path }) => path)
  if (standing.length > 0)
    throw new InputError({
      message: `${standing.join(' and ')} already there`,
      hint: 'name another folder: icl init FOLDER',
    })
  for (const { path, text } of paths) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text, { flag: 'wx' })
    host.out(`wrote ${path}`)
  }
  host.out(`next: icl run --config ${join(folder, 'harness.config.yaml')}`)
  return EXIT.ok
}
