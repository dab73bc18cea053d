import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system that really runs full. */
export interface TinyDisk {
  readonly folder: string
  grow(size: string): void
  remove(): void
}

/** Mounts one of that size (`128k`); `undefined` where there is no right to mount. @throws where none may be missing */
export function tinyDisk(size: string): TinyDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'icl-disk-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  if (status === 0)
    return {
      folder,
      grow: (more) => void spawnSync('mount', ['-o', `remount,size=${more}`, folder]),
      remove: () => {
        spawnSync('umount', [folder])
        rmSync(folder, { recursive: true, force: true })
      },
    }
  rmSync(folder, { recursive: true })
  if (process.env.ICL_REQUIRE_ALL === '1') throw new Error('no right to mount a tmpfs')
  return undefined
}
