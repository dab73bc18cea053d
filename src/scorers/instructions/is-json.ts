/** A string, to be passed over, or a number that some writers put in JSON. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-Infinity|(?<!-)(?:Infinity|NaN)/gsu

/** Whether the text is one JSON value; `NaN`, `Infinity` and `-Infinity` count as numbers. */
export function isJson(text: string): boolean {
  try {
    // null stands for them: unlike a digit it cannot complete a number that surrounds it.
    JSON.parse(text.replaceAll(STRING_OR_NUMBER, (found) => (found.startsWith('"') ? found : 'null')))
    return true
  } catch {
    return false
  }
}
