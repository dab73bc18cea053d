const SPEAKS_OF_SECRETS = /key|token|secret|passw|auth|sig|credential|cookie/i

/** Whether a header or query parameter of this name holds something that must not be shown. */
export function isSecretName(name: string): boolean {
  return SPEAKS_OF_SECRETS.test(name)
}
