import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

const LOOK_EVERY_MS = 250

/**
 * Tells the size of the largest file under a folder whenever it has grown. One file is downloaded at a
 * time, and may be there twice while it is copied: the largest is how far it has come. Returns the way to stop.
 */
export function watchLargestFile(folder: string, onBytes: (bytes: number) => void): () => void {
  let largest = 0
  let looking = false
  let stopped = false
  const look = async (): Promise<void> => {
    if (looking) return
    looking = true
    const size = await largestUnder(folder)
    looking = false
    if (stopped || size <= largest) return
    largest = size
    onBytes(size)
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)
  return () => {
    stopped = true
    clearInterval(timer)
  }
}

async function largestUnder(folder: string): Promise<number> {
  // Files come and go meanwhile: what cannot be looked at counts as nothing.
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(
    files.map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return Math.max(0, ...sizes)
}
