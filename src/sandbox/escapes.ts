import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'

/** What the self-proof tries to reach; made by the parent, all of it within reach of the parent. */
export interface EscapeTargets {
  /** A file with a secret in it, outside what the interpreter may read. */
  readonly file: string
  /** A folder with that file in it. */
  readonly folder: string
  /** A file name outside, free to be written. */
  readonly newFile: string
  /** A database's file name outside, free to be written. */
  readonly newDatabase: string
  /** A listener of the parent on loopback. */
  readonly port: number
  /** The parent's process. */
  readonly pid: number
}

/** How long a connection may take that nobody answers, in milliseconds. */
const CONNECT_WITHIN_MS = 500

/**
 * Tries every way out that Node has, from inside; returns the ways that are open. Called while Node's functions are
 * still there, so that it shows what the layers around the process hold by themselves.
 */
export async function tryEscapes(targets: EscapeTargets, process: NodeJS.Process): Promise<string[]> {
  const ways: Record<string, () => unknown> = {
    'read a file': () => readFileSync(targets.file),
    'list a folder': () => readdirSync(targets.folder),
    'write a file': () => writeFileSync(targets.newFile, 'out'),
    'write in its own folder': () => writeFileSync('out', 'out'),
    'write a database file': () => writeDatabase(targets.newDatabase, process),
    'start a process': () => {
      const { error } = spawnSync(process.execPath, ['--version'])
      if (error !== undefined) throw error
    },
    'read the environment': () => {
      if (Object.keys(process.env).length === 0) throw new Error('empty')
    },
  }
  const open = Object.keys(ways).filter((name) => succeeds(ways[name]))
  return (await connects(targets.port)) ? [...open, 'open a connection'] : open
}

function succeeds(way: (() => unknown) | undefined): boolean {
  try {
    way?.()
    return true
  } catch {
    return false
  }
}

/** Node's SQLite opens files without asking the permission model. */
function writeDatabase(file: string, process: NodeJS.Process): void {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const database = new DatabaseSync(file)
  database.exec('create table out (value)')
  database.close()
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const socket = connect(port, '127.0.0.1')
      const end = (connected: boolean): void => {
        socket.destroy()
        resolve(connected)
      }
      socket.setTimeout(CONNECT_WITHIN_MS, () => end(false))
      socket.on('connect', () => end(true)).on('error', () => end(false))
    } catch {
      resolve(false)
    }
  })
}
