import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Behaves like pip as far as `download` goes: writes to its temporary folder, then copies to --dest. */
const SCRIPT = `#!/bin/sh
if [ "$1" = --version ]; then echo "pip 99.0 from here (python 3)"; exit 0; fi
echo "$@" >> "$FAKE_PIP_HOME/log"
while [ $# -gt 1 ]; do [ "$1" = --dest ] && dest=$2; shift; done
name=\${1%%==*}
[ -f "$FAKE_PIP_HOME/$name.error" ] && { cat "$FAKE_PIP_HOME/$name.error" >&2; rm "$FAKE_PIP_HOME/$name.error"; exit 1; }
wheel="$FAKE_PIP_HOME/$name.whl"
[ -f "$wheel" ] || { echo "ERROR: No matching distribution found for $1" >&2; exit 1; }
mkdir "$TMPDIR/pip-unpack" && cp "$wheel" "$TMPDIR/pip-unpack/"
[ -n "$FAKE_PIP_PAUSE" ] && { head -c 10 "$wheel" > "$dest/$name-1-py3-none-any.whl"; exec sleep "$FAKE_PIP_PAUSE"; }
cp "$wheel" "$dest/$name-1-py3-none-any.whl"
`

/** A folder with a fake pip on its PATH that gives the wheels it was handed. */
export interface FakePip {
  readonly env: Record<string, string>
  /** Lets a package be downloaded. */
  addWheel(name: string, wheel: Buffer): Promise<void>
  /** Makes the next download of a package fail with this text on stderr. */
  failOnce(name: string, stderr: string): Promise<void>
  /** Arguments of the downloads so far, a line each. */
  downloads(): Promise<string[]>
}

/** Installs the fake under a folder, by the given program name. */
export async function fakePip(folder: string, program = 'pip'): Promise<FakePip> {
  const home = join(folder, 'fake-pip')
  await mkdir(join(home, 'bin'), { recursive: true })
  await writeFile(join(home, 'bin', program), SCRIPT)
  await chmod(join(home, 'bin', program), 0o755)
  // The system's folders come last for sh, cp and head; a pip there would be found under another name only.
  return {
    env: { PATH: `${join(home, 'bin')}:/usr/bin:/bin`, FAKE_PIP_HOME: home },
    addWheel: (name, wheel) => writeFile(join(home, `${name}.whl`), wheel),
    failOnce: (name, stderr) => writeFile(join(home, `${name}.error`), stderr),
    downloads: async () =>
      (await readFile(join(home, 'log'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== ''),
  }
}
