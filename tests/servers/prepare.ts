/**
 * Builds the real parts that the tests talk to, once, into the user's cache: llama-server, Ollama, the CSV readers
 * pandas and DuckDB, sacreBLEU, and the IFEval checkers; on Debian as root also installs Chromium and R. A second start finds all of it and
 * takes a few seconds.
 *
 *     node tests/servers/prepare.ts                 all parts
 *     node tests/servers/prepare.ts ollama          the named parts only
 */
import { lmEval } from '../../bench/peers/tools/lm-eval.ts'
import { pathOf } from '../real-parts.ts'
import { buildOnce } from './build/build-once.ts'
import { installCommands } from './build/debian.ts'
import { ifevalRecipe } from './build/ifeval.ts'
import { llamaServerRecipe } from './build/llama-server.ts'
import { ollamaRecipe } from './build/ollama.ts'
import { preparePython } from './build/python-venv.ts'
import { readersRecipe } from './build/readers.ts'
import { sacrebleuRecipe } from './build/sacrebleu.ts'
import { PrepareError } from './build/shell.ts'

type Step = (text: string) => void

const PARTS: Readonly<Record<string, (step: Step) => Promise<void>>> = {
  chromium: (step) => installCommands({ chromium: 'chromium' }, step),
  'llama-server': async (step) => {
    await installCommands({ cmake: 'cmake' }, step)
    await buildOnce(llamaServerRecipe, pathOf('llama-server'), step)
  },
  ollama: (step) => buildOnce(ollamaRecipe, pathOf('ollama'), step),
  readers: async (step) => {
    await installCommands({ Rscript: 'r-base-core' }, step)
    await preparePython(readersRecipe, step)
  },
  'lm-eval': async (step) => {
    step('lm-evaluation-harness, which bench/peers measures too (760 MB)')
    await lmEval.install()
  },
  ifeval: (step) => preparePython(ifevalRecipe, step),
  sacrebleu: (step) => preparePython(sacrebleuRecipe, step),
}

/** Prepares one part; false where it failed for a reason that the person at the terminal can cure. */
async function prepare(name: string): Promise<boolean> {
  try {
    const part = PARTS[name]
    if (part === undefined) throw new PrepareError(`not a part; the parts: ${Object.keys(PARTS).join(', ')}`)
    await part((text) => console.log(`${name}: ${text}`))
    return true
  } catch (error) {
    if (!(error instanceof PrepareError)) throw error
    console.error(`${name}: ${error.message}`)
    return false
  }
}

// An orderly exit, so that an interrupted build takes its temporary folder along.
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))

const asked = process.argv.slice(2)
process.exitCode = 0
// A part that fails does not keep the others from being tried.
for (const name of asked.length > 0 ? asked : Object.keys(PARTS))
  if (!(await prepare(name))) process.exitCode = 1
