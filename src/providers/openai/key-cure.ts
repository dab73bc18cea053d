/** How a key is given: both cures, the config's and the environment's. Never the key. */
export function keyCure(provider: string, hint: string | undefined, given: boolean): string {
  const environment = hint ?? 'set that environment variable'
  return given
    ? `the key of provider "${provider}" was not accepted: check the value (${environment}), and that this account may use the model`
    : `provider "${provider}" has no key: write api_key: \${NAME} under it in the config, and ${environment}`
}
