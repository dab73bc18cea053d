/** What a machine lets a sandboxed process be wrapped in; found by `probeMachine`. */
export interface Wrapping {
  /** Absolute paths of tools; undefined where absent or not working. */
  readonly setpriv?: string | undefined
  readonly prlimit?: string | undefined
  readonly unshare?: { readonly path: string; readonly namespaces: readonly string[] } | undefined
  /** Whether a file system of its own can be put together for it. */
  readonly privateRoot: boolean
  /** Options of Node that this Node knows. */
  readonly nodeOptions: readonly string[]
}

/** A process to start in the sandbox. */
export interface Launch {
  readonly nodePath: string
  /** The script, an absolute path. */
  readonly script: string
  readonly setup: object
  /** Files and folders, absolute, that it may read. */
  readonly reads: readonly string[]
  /** An empty folder: where its own file system is put together. */
  readonly rootFolder: string
  /** Bytes its interpreter may take. */
  readonly memoryBytes: number
}

/** Bytes of writable memory that Node and V8 claim beside an interpreter's heap, and what a value in transit takes. */
const NODE_BYTES = 1_400_000_000

/** Megabytes of V8's own heap. */
const V8_HEAP_MB = 512

/**
 * Bytes of stack where it can be set, and what of it V8 may use, in kilobytes: room for a recursion of tens of
 * thousands of calls. V8's own choice would end Python at some thousand.
 */
const STACK_BYTES = 32 * 1024 * 1024
const V8_STACK_KB = 28_000

/** Processor seconds of one process over its whole life: only one that nobody watches any more reaches it. */
const LIFE_SECONDS = 900

/** Folders in which programs find their libraries. */
const LIBRARIES = ['/usr/lib', '/usr/lib64', '/usr/lib32', '/lib', '/lib64']

/** Puts a file system together from the paths up to `--`, read-only, enters it and runs what follows. */
const ENTER_ROOT = `set -e
root=$1; shift
mount -t tmpfs -o size=256k,mode=755,nosuid,nodev none "$root"
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mkdir -p "$root$1"
  elif [ -e "$1" ]; then mkdir -p "$root\${1%/*}"; : > "$root$1"
  else shift; continue; fi
  mount --rbind "$1" "$root$1"
  mount -o remount,bind,ro,nosuid,nodev "$root$1" 2>/dev/null || true
  shift
done
shift
mount -o remount,ro "$root"
chroot=$(command -v chroot)
exec /usr/bin/env -i "$chroot" "$root" "$@"`

/** The command line that starts a process inside every layer that the machine has. */
export function launchCommand(wrapping: Wrapping, launch: Launch): readonly [string, ...string[]] {
  const { setpriv, prlimit, unshare } = wrapping
  const node = [
    launch.nodePath,
    ...nodeArguments(wrapping, launch),
    launch.script,
    JSON.stringify(launch.setup),
  ]
  const limited = [
    ...(prlimit === undefined ? [] : limits(prlimit, unshare !== undefined, launch.memoryBytes)),
  ]
  const inside = [...limited, ...(setpriv === undefined ? [] : unprivileged(setpriv)), ...node]
  const tools = [setpriv, prlimit].filter((tool) => tool !== undefined)
  const rooted = wrapping.privateRoot
    ? enterRoot(launch.rootFolder, [...LIBRARIES, ...tools, launch.nodePath, ...launch.reads], inside)
    : inside
  const apart =
    unshare === undefined ? rooted : [unshare.path, ...namespaceOptions(unshare.namespaces), '--', ...rooted]
  const [file, ...rest] = setpriv === undefined ? apart : [setpriv, '--pdeathsig', 'KILL', '--', ...apart]
  return [file ?? launch.nodePath, ...rest]
}

/** Options of `unshare` for namespaces by name. */
export function namespaceOptions(namespaces: readonly string[]): string[] {
  const options = namespaces.map((name) => `--${name}`)
  return [...options, '--map-root-user', ...(namespaces.includes('pid') ? ['--fork', '--kill-child'] : [])]
}

/** The command line that enters a file system of these paths and runs a command there. */
export function enterRoot(folder: string, paths: readonly string[], command: readonly string[]): string[] {
  return ['/bin/sh', '-c', ENTER_ROOT, 'sh', folder, ...new Set(paths), '--', ...command]
}

/** `prlimit` and its limits. Of memory, what is written counts: V8 reserves tens of gigabytes it never touches. */
export function limits(prlimit: string, ownUser: boolean, memoryBytes: number): string[] {
  return [
    prlimit,
    `--data=${memoryBytes + NODE_BYTES}`,
    `--cpu=${LIFE_SECONDS}`,
    `--stack=${STACK_BYTES}`,
    '--fsize=0',
    '--nofile=64',
    '--core=0',
    // Counted for the whole user where the user is not the sandbox's own.
    ...(ownUser ? ['--nproc=64'] : []),
    '--',
  ]
}

/** `setpriv`, which gives up every privilege and the means to get one. */
export function unprivileged(setpriv: string): string[] {
  return [setpriv, '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all', '--']
}

function nodeArguments(wrapping: Wrapping, launch: Launch): string[] {
  const reads = wrapping.nodeOptions.includes('--permission')
    ? launch.reads.map((path) => `--allow-fs-read=${path}`)
    : []
  const stack = wrapping.prlimit === undefined ? [] : [`--stack-size=${V8_STACK_KB}`]
  return [...wrapping.nodeOptions, ...reads, ...stack, `--max-old-space-size=${V8_HEAP_MB}`]
}
