/** Why metrics of a trial have no score, one a line, as its row keeps it; `undefined` where nothing is wrong. */
export function problemText(problems: readonly string[]): string | undefined {
  // In the order of their columns, not of their ends, so that the same trial has the same row.
  return problems.length === 0 ? undefined : [...problems].sort().join('\n')
}

/** What of such a text is about other columns than these. */
export function problemsBeside(text: string | undefined, columns: readonly string[]): string[] {
  const isOfThese = (line: string): boolean => columns.some((column) => line.startsWith(`${column}: `))
  return (text ?? '').split('\n').filter((line) => line !== '' && !isOfThese(line))
}
