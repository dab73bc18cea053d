import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Recipe } from './build-once.ts'
import { LLAMA_CPP_SOURCES, unpackLlamaCpp } from './llama-cpp-sources.ts'
import { type Place, PrepareError, requireCommands, runCommand } from './shell.ts'

const MODULE = 'github.com/ollama/ollama'
const VERSION = '0.17.4'
/** The module's content hash as Go writes it: SHA-256 over the sorted list of its files' SHA-256. */
const MODULE_SUM = 'h1:X3KNm9x4BlHqk/AXMGtC7pBAFd46nmJmy8yDaBZLo9s='
const CPU_FLAGS = process.arch === 'x64' ? '-O2 -march=x86-64-v3' : '-O2'

/** Header sets that Ollama's C++ needs and that a Go module cannot carry: Go drops folders named `vendor`. */
const HEADER_SETS = ['nlohmann', 'stb', 'miniaudio']

/** Ollama, compiled by Go for the processor only. */
export const ollamaRecipe: Recipe = {
  name: 'ollama',
  identity: [MODULE, VERSION, process.arch, CPU_FLAGS, LLAMA_CPP_SOURCES.sha256].join(' '),
  build: async (place, step) => {
    requireCommands(['go', 'cc', 'c++', 'python3', 'tar'], 'building Ollama')
    const headers = await copyHeaders(place, step)
    const inBuild: Place = { ...place, env: goEnvironment(place.folder, headers) }
    step(`downloading the Go module ${MODULE} ${VERSION} (23 MB) and verifying it`)
    await verifyModule(inBuild)
    step('compiling ollama (about 6 minutes of one core, 120 MB of further modules)')
    const ldflags = `-s -w -X ${MODULE}/version.Version=${VERSION}`
    await runCommand('go', ['install', '-trimpath', '-ldflags', ldflags, `${MODULE}@v${VERSION}`], inBuild)
    const program = join(place.folder, 'go', 'bin', 'ollama')
    const shown = await runCommand(program, ['--version'], { ...place, env: { HOME: place.folder } })
    if (!shown.includes(VERSION))
      throw new PrepareError(`ollama says it is ${shown.trim()}; expected ${VERSION}`)
    return program
  },
}

async function copyHeaders(place: Place, step: (text: string) => void): Promise<string> {
  const vendor = join(await unpackLlamaCpp(place, step), 'vendor')
  const headers = join(place.folder, 'headers')
  await mkdir(headers)
  for (const set of HEADER_SETS) await cp(join(vendor, set), join(headers, set), { recursive: true })
  return headers
}

/** Everything that Go downloads and compiles stays in the temporary folder and goes away with it. */
function goEnvironment(folder: string, headers: string): Record<string, string> {
  return {
    GOPATH: join(folder, 'go'),
    GOCACHE: join(folder, 'go-cache'),
    // Without -modcacherw the module folders are read-only and cannot be removed.
    GOFLAGS: '-modcacherw',
    CGO_ENABLED: '1',
    CGO_CFLAGS: CPU_FLAGS,
    CGO_CXXFLAGS: `${CPU_FLAGS} -I${headers}`,
  }
}

async function verifyModule(place: Place): Promise<void> {
  const text = await runCommand('go', ['mod', 'download', '-json', `${MODULE}@v${VERSION}`], place)
  const { Sum: sum }: { Sum?: string } = JSON.parse(text)
  if (sum !== MODULE_SUM)
    throw new PrepareError(`${MODULE} ${VERSION} has the sum ${sum}; expected ${MODULE_SUM}`)
}
