import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputError } from '../domain/input-error.ts'
import { missingFile } from './missing-file.ts'

/**
 * Bytes → text: UTF-8, a byte order mark dropped.
 *
 * @throws InputError naming the line of the first byte that is not UTF-8.
 */
function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new InputError({ ...firstBadByte(bytes, file), hint: 'save the file as UTF-8' })
  }
}

/** Reads a text file. @throws InputError where it is absent, a folder, unreadable or not UTF-8. */
export async function readText(path: string): Promise<string> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (error) {
    throw new InputError(await missingFile(path, dirname(path), error))
  }
  return decodeText(bytes, path)
}

function firstBadByte(bytes: Uint8Array, file: string) {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return { file, line: 1, message: 'found UTF-16 text, expected UTF-8' }
  // A lenient decoder puts U+FFFD where a byte is bad; a U+FFFD that is really written decodes in its own line.
  let line = 1
  let start = 0
  for (let end = 0; end <= bytes.length; end++) {
    if (end < bytes.length && bytes[end] !== 0x0a) continue
    if (!isUtf8(bytes.subarray(start, end))) break
    start = end + 1
    line++
  }
  return { file, line, message: 'found bytes that are not UTF-8' }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
