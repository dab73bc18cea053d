import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Recipe } from './build-once.ts'
import { LLAMA_CPP_SOURCES, unpackLlamaCpp } from './llama-cpp-sources.ts'
import { PrepareError, requireCommands, runCommand } from './shell.ts'

/** One static program, without what a test does not use: web page, HTTPS client, tests, examples. */
const CMAKE_OPTIONS = [
  '-DCMAKE_BUILD_TYPE=Release',
  '-DBUILD_SHARED_LIBS=OFF',
  // Off means AVX2 and FMA on x86, and the same program on every machine that shares the cache.
  '-DGGML_NATIVE=OFF',
  // libgomp would be one more library to find at run time; ggml brings threads of its own.
  '-DGGML_OPENMP=OFF',
  '-DLLAMA_OPENSSL=OFF',
  '-DLLAMA_BUILD_UI=OFF',
  '-DLLAMA_USE_PREBUILT_UI=OFF',
  '-DLLAMA_BUILD_TESTS=OFF',
  '-DLLAMA_BUILD_EXAMPLES=OFF',
  '-DLLAMA_BUILD_APP=OFF',
  `-DLLAMA_BUILD_NUMBER=${LLAMA_CPP_SOURCES.buildNumber}`,
  `-DCMAKE_EXE_LINKER_FLAGS=-static-libgcc -static-libstdc++`,
]

/** llama.cpp's own server, compiled for the processor only. */
export const llamaServerRecipe: Recipe = {
  name: 'llama-server',
  identity: [LLAMA_CPP_SOURCES.package, LLAMA_CPP_SOURCES.version, process.arch, ...CMAKE_OPTIONS].join(' '),
  build: async (place, step) => {
    requireCommands(['cmake', 'make', 'cc', 'c++', 'strip', 'python3', 'tar'], 'building llama-server')
    const sources = await unpackLlamaCpp(place, step)
    const build = join(place.folder, 'build')
    step('configuring with cmake')
    await runCommand('cmake', ['-S', sources, '-B', build, '-G', 'Unix Makefiles', ...CMAKE_OPTIONS], place)
    step('compiling llama-server (about 11 minutes of one core)')
    const jobs = String(availableParallelism())
    await runCommand('cmake', ['--build', build, '--target', 'llama-server', '--parallel', jobs], place)
    const program = join(build, 'bin', 'llama-server')
    await runCommand('strip', [program], place)
    await checkVersion(program, place.folder, place.logFile)
    return program
  },
}

async function checkVersion(program: string, folder: string, logFile: string): Promise<void> {
  const shown = await runCommand('sh', ['-c', '"$0" --version 2>&1', program], { folder, logFile })
  if (!shown.includes(LLAMA_CPP_SOURCES.buildNumber))
    throw new PrepareError(
      `llama-server says it is ${shown.trim()}; expected ${LLAMA_CPP_SOURCES.buildNumber}`,
    )
}
