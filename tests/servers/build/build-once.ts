import { createHash } from 'node:crypto'
import { createReadStream, rmSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Place } from './shell.ts'

/** How one server program is made. */
export type Recipe = {
  readonly name: string
  /** Everything that decides the program's bytes, short of the compiler; another text means another build. */
  readonly identity: string
  /** Builds in `place.folder`, an empty temporary folder, and returns the program's path there. */
  readonly build: (place: Place, step: (text: string) => void) => Promise<string>
}

/** What `built.json` beside what was built says. */
export type Marker = {
  readonly identity: string
  /** Of the program, or of what stands for its content. */
  readonly sha256: string
  readonly bytes: number
  readonly buildSeconds: number
}

/**
 * Makes sure that `program` exists and is what the recipe made: its SHA-256 is compared with the marker
 * beside it. Builds in a temporary folder and moves the finished folder into place in one rename, so that
 * nobody ever sees half a build; of two builds at the same time, the last one stays.
 */
export async function buildOnce(
  recipe: Recipe,
  program: string,
  step: (text: string) => void,
): Promise<void> {
  const reason = await reasonToBuild(recipe, program)
  if (reason === undefined) {
    step(`already built: ${program}`)
    return
  }
  step(`building, because ${reason}`)
  const startedAt = performance.now()
  const folder = await mkdtemp(join(tmpdir(), `icl-build-${recipe.name}-`))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', removeFolder)
  try {
    const work = join(folder, 'work')
    await mkdir(work)
    const built = await recipe.build({ folder: work, logFile: join(folder, 'build.log') }, step)
    const marker: Marker = {
      identity: recipe.identity,
      sha256: await sha256OfFile(built),
      bytes: (await stat(built)).size,
      buildSeconds: Math.round((performance.now() - startedAt) / 1000),
    }
    await putInPlace(built, program, marker)
    step(`built in ${marker.buildSeconds} s, ${(marker.bytes / 1e6).toFixed(1)} MB: ${program}`)
  } finally {
    process.removeListener('exit', removeFolder)
    removeFolder()
  }
}

async function reasonToBuild(recipe: Recipe, program: string): Promise<string | undefined> {
  const marker = await readMarker(markerOf(program))
  if (marker === undefined) return 'no finished build is in the cache'
  if (marker.identity !== recipe.identity) return 'the cache holds another version'
  const found = await sha256OfFile(program).catch(() => undefined)
  return found !== undefined && found === marker.sha256 ? undefined : 'the cached program is damaged'
}

function markerOf(program: string): string {
  return join(dirname(program), 'built.json')
}

/** The marker file's members; undefined where it is absent or not whole. */
export async function readMarker(file: string): Promise<Partial<Marker> | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

async function putInPlace(built: string, program: string, marker: Marker): Promise<void> {
  const target = dirname(program)
  await mkdir(dirname(target), { recursive: true })
  // Beside the target, because a rename cannot cross file systems.
  const fresh = await mkdtemp(`${target}.new-`)
  await copyFile(built, join(fresh, basename(program)))
  await writeFile(join(fresh, basename(markerOf(program))), `${JSON.stringify(marker, null, 2)}\n`)
  await moveIntoPlace(fresh, target)
}

/** Puts a finished folder in another's place, so that nobody sees half of it; of two at the same time, the last stays. */
export async function moveIntoPlace(fresh: string, target: string): Promise<void> {
  // A folder cannot be renamed onto a full one; another build may put its own there between the two renames.
  while (!(await renamed(fresh, target, ['ENOTEMPTY', 'EEXIST']))) {
    const old = `${fresh}-old`
    await renamed(target, old, ['ENOENT'])
    await rm(old, { recursive: true, force: true })
  }
}

/** Renames a folder; false where it fails with one of the expected codes. */
async function renamed(from: string, to: string, expected: readonly string[]): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && expected.includes(String(error.code))) return false
    throw error
  }
}

/** The SHA-256 of a file's bytes, in lower-case hexadecimal. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
