import { InputError } from '../../domain/input-error.ts'

/**
 * Checks that HTTP takes the values of these headers: fetch's own error would quote the value, which may be a key.
 *
 * @throws InputError naming the header, never its value
 */
export function requireSendable(provider: string, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (isSendable(name, value)) continue
    throw new InputError({
      message: `provider "${provider}": the value of the header ${name} has a character that HTTP does not take`,
      hint: 'a line break or a typographic quote may have come along when it was copied',
    })
  }
}

function isSendable(name: string, value: string): boolean {
  try {
    new Headers({ [name]: value })
    return true
  } catch {
    return false
  }
}
