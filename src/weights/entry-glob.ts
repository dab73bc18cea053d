/** The pattern of a glob over names of a zip: `*` is any run of characters without a slash, `?` is one. */
export function entryPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  return new RegExp(`^${source}$`, 'u')
}
