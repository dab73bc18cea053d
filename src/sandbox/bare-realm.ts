import childProcess from 'node:child_process'

/**
 * Takes away what leads from JavaScript to Node, for this process and for good: whoever gets out of an interpreter
 * into the JavaScript around it finds a language without a machine. Node's own code keeps what it holds.
 */
export function bareRealm(process: NodeJS.Process): void {
  for (const name of FUNCTIONS) deny(process, name)
  for (const name of DATA) Object.defineProperty(process, name, { value: undefined })
  for (const name of LISTS) Object.defineProperty(process, name, { value: [] })
  Object.defineProperty(process, 'env', { value: {} })
  // What Python's os.system comes to: an error that Python can tell, where a refusal would end the interpreter.
  childProcess.spawnSync = (() => ({ status: 127, signal: null })) as unknown as typeof childProcess.spawnSync
  for (const name of GLOBALS) Reflect.deleteProperty(globalThis, name)
  // An interpreter that ends asks for this.
  const exit = process.exit.bind(process)
  Object.defineProperty(globalThis, 'process', { value: { exit }, configurable: true })
}

/** Of `process`: what reaches other processes, native code, modules or the system. */
const FUNCTIONS = [
  'binding',
  '_linkedBinding',
  'dlopen',
  'getBuiltinModule',
  'kill',
  '_kill',
  '_debugProcess',
  '_debugEnd',
  'execve',
  'abort',
  'chdir',
  'cwd',
  'umask',
  'setuid',
  'setgid',
  'seteuid',
  'setegid',
  'setgroups',
  'initgroups',
  'getgroups',
  'loadEnvFile',
  'openStdin',
  '_getActiveHandles',
  '_getActiveRequests',
  'setUncaughtExceptionCaptureCallback',
] as const
const DATA = ['mainModule', 'report', 'execPath', 'title'] as const
const LISTS = ['argv', 'execArgv'] as const
const GLOBALS = [
  'process',
  'global',
  'fetch',
  'WebSocket',
  'EventSource',
  'Worker',
  'BroadcastChannel',
  'MessageChannel',
  'navigator',
  'localStorage',
  'sessionStorage',
  'require',
] as const

function deny(owner: object, name: string): void {
  Object.defineProperty(owner, name, {
    value: () => {
      throw new Error(`no ${name} in the sandbox`)
    },
  })
}
