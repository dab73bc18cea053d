import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PEERS } from './folders.ts'

/** A virtual environment with these packages; returns its folder. */
export function installPython(name: string, packages: readonly string[]): string {
  return installOnce(name, packages, (folder) => {
    run('python3', ['-m', 'venv', folder], PEERS)
    run(join(folder, 'bin/pip'), ['install', '--quiet', ...packages], PEERS)
  })
}

/** A folder with these packages in its node_modules; install scripts are not run. Returns the folder. */
export function installNode(name: string, packages: readonly string[]): string {
  return installOnce(name, packages, (folder) => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'peer', private: true, type: 'module' }),
    )
    run(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', '--save-exact', ...packages],
      folder,
    )
  })
}

/** Runs a command to its end; what it says is shown only when it fails. @throws Error when it fails */
export function run(
  file: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): string {
  return execFileSync(file, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

// The mark is written last: an installation that was broken off is made anew.
function installOnce(name: string, packages: readonly string[], install: (folder: string) => void): string {
  const folder = join(PEERS, name)
  const mark = join(folder, `installed ${packages.join(' ').replaceAll('/', '_')}`)
  if (existsSync(mark)) return folder
  mkdirSync(PEERS, { recursive: true })
  console.error(`installing ${packages.join(', ')} into ${folder}`)
  install(folder)
  writeFileSync(mark, '')
  return folder
}
