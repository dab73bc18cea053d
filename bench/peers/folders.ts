import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** This project. */
export const PROJECT = resolve(import.meta.dirname, '../..')

/** Where the other tools and the measurements are kept: outside the project. */
export const PEERS = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'icl-harness', 'peers')
