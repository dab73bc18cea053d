import type { InterpreterProcess } from '../interpreter-process.ts'

/** The memory of a started Python, from a process that makes it and ends. */
export async function makeSnapshot(process: InterpreterProcess): Promise<Uint8Array> {
  const { body } = await process.started
  await process.gone
  return body
}
