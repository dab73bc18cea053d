import type { FetchJob } from './fetch-job.ts'
import { SourceFailure } from './source-failure.ts'

/** A way to start pip: the program, and what comes before pip's own arguments. */
export interface Pip {
  readonly command: string
  readonly args: readonly string[]
}

const WAYS: readonly Pip[] = [
  { command: 'pip', args: [] },
  { command: 'pip3', args: [] },
  { command: 'python3', args: ['-m', 'pip'] },
  { command: 'python', args: ['-m', 'pip'] },
]

/** The first way of starting pip that works here. Throws a SourceFailure that names the sources without pip. */
export async function findPip(job: Pick<FetchJob, 'runCommand' | 'env' | 'signal'>): Promise<Pip> {
  for (const way of WAYS) {
    const { command, args } = way
    const { env, signal } = job
    const outcome = await job.runCommand(command, [...args, '--version'], { env, signal })
    if (outcome.kind === 'exited' && outcome.code === 0 && outcome.stdout.startsWith('pip ')) return way
  }
  const tried = WAYS.map(({ command, args }) => [command, ...args].join(' ')).join(', ')
  throw new SourceFailure(
    `pip is not here (tried ${tried}): install it, or add a file:, url: or hf: source to the model's weights`,
  )
}
