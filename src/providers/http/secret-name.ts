const SPEAKS_OF_SECRETS = /key|token|secret|pass|pwd|auth|sig|credential|cookie|session/i

/** Whether a header or query parameter of this name holds something that must not be shown. */
export function isSecretName(name: string): boolean {
  return SPEAKS_OF_SECRETS.test(name)
}
