import { InputError } from '../domain/input-error.ts'
import { type InterpreterProcess, ProcessEnded } from './interpreter-process.ts'

/** How often an interpreter is tried to be started before the machine is held to be unfit. */
export const START_TRIES = 3

/** Waits until processes have started; why one of them has not, or undefined. */
export async function startFailure(
  processes: readonly InterpreterProcess[],
): Promise<InputError | undefined> {
  try {
    await Promise.all(processes.map((process) => process.started))
    return undefined
  } catch (error) {
    if (!(error instanceof ProcessEnded)) throw error
    return new InputError(`the sandbox cannot start an interpreter: ${error.message}`)
  }
}
