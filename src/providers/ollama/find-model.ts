import { nearestName } from '../../domain/nearest.ts'
import { ProviderError } from '../../domain/provider-error.ts'

/** A model as `ollama list` names it. */
export interface ListedModel {
  /** With its tag: `smollm2:135m`. */
  readonly name: string
  /** SHA-256 of its manifest: weights, template, parameters. */
  readonly digest: string
}

const MOST_NAMED = 12

/**
 * The model that the server means by a name: case does not count, and a name without a tag has the tag `latest`.
 * @throws ProviderError `not-found` with the nearest name, what there is, and how to get it
 */
export function findModel(
  listed: readonly ListedModel[],
  name: string,
  at: { readonly provider: string; readonly model: string; readonly address: string },
): ListedModel {
  const wanted = canonical(name)
  const found = listed.find((model) => canonical(model.name) === wanted)
  if (found !== undefined) return found
  const names = listed.map((model) => model.name.replace(/:latest$/, '')).sort()
  const nearest = nearestName(name, names)
  const parts = [
    `Ollama at ${at.address} has no model "${name}"`,
    nearest === undefined ? undefined : `did you mean "${nearest}"?`,
    names.length === 0 ? 'it has none' : `it has: ${listedNames(names)}`,
    `get it with \`ollama pull ${name}\``,
  ]
  throw new ProviderError(parts.filter((part) => part !== undefined).join('; '), {
    provider: at.provider,
    model: at.model,
    kind: 'not-found',
  })
}

function canonical(name: string): string {
  // A host and port may stand in front of the last part.
  const tagged = /:[^/]*$/.test(name) ? name : `${name}:latest`
  return tagged.toLowerCase()
}

function listedNames(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(', ')
  return names.length > MOST_NAMED ? `${shown} and ${names.length - MOST_NAMED} more` : shown
}
