/** `1 trial`, `3,600 trials`. */
export function trialsText(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'trial' : 'trials'}`
}
