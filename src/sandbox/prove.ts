import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { InputError } from '../domain/input-error.ts'
import type { EscapeTargets } from './escapes.ts'
import { FRAME } from './frames.ts'
import type { InterpreterProcess } from './interpreter-process.ts'

/** How long a self-proof may take, in milliseconds; it takes half a second on a machine that has time. */
const PROVE_WITHIN_MS = 120_000

/**
 * Has an interpreter process try every way out, then ends it.
 *
 * @param folder a folder of the sandbox for what is to be reached
 * @throws InputError naming the ways that are open
 */
export async function prove(process: InterpreterProcess, folder: string, pid: number): Promise<void> {
  let connected = false
  const server = createServer((socket) => {
    connected = true
    socket.on('error', () => {}).end('HTTP/1.0 200 OK\r\n\r\nreached')
  })
  const late = setTimeout(() => process.kill('timeout'), PROVE_WITHIN_MS)
  try {
    const targets = makeTargets(folder, await listen(server), pid)
    await process.started
    process.send(FRAME.proof, JSON.stringify(targets))
    const { body } = await process.next()
    const open = new Set(JSON.parse(body.toString()) as string[])
    // What is seen from here counts, whatever is said there.
    if (existsSync(targets.newFile)) open.add('write a file')
    if (existsSync(targets.newDatabase)) open.add('write a database file')
    if (connected) open.add('open a connection')
    if (open.size > 0) throw refusal([...open])
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError({
      message: `the sandbox could not prove that it holds: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'No code is run.',
    })
  } finally {
    clearTimeout(late)
    process.kill('aborted')
    server.close()
  }
}

function makeTargets(folder: string, port: number, pid: number): EscapeTargets {
  const outside = join(folder, 'outside')
  mkdirSync(outside, { recursive: true })
  const file = join(outside, 'secret')
  writeFileSync(file, 'secret')
  const free = join(outside, `written-${performance.now()}`)
  return { file, folder: outside, newFile: `${free}.txt`, newDatabase: `${free}.db`, port, pid }
}

function refusal(open: readonly string[]): InputError {
  const network = open.some((way) => way.startsWith('open a connection'))
  return new InputError({
    message: `no sandbox holds on this machine: a program could ${open.join(', ')}`,
    hint: network
      ? 'No code is run. The network is closed by Node 25 or later, or by user namespaces where the system allows them.'
      : 'No code is run.',
  })
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
