import type { GgufFileInfo } from 'node-llama-cpp'
import { countParameters } from './count-parameters.ts'
import { EngineFailure, messageOf } from './engine-failure.ts'
import { memoryFacts } from './memory-facts.ts'
import type { MemoryFacts } from './protocol.ts'
import type { TokenizerMetadata } from './vocabulary.ts'

/** What a GGUF file says of its model. */
export interface GgufFacts {
  readonly parameters: number
  readonly quantization: string | undefined
  readonly trainedContext: number | undefined
  readonly family: string
  readonly chatTemplate: string | undefined
  readonly tokenizer: TokenizerMetadata
}

/** The reader of node-llama-cpp, which needs no native library. */
export interface GgufReader {
  readonly readGgufFileInfo: (
    path: string,
    options: { sourceType: 'filesystem'; logWarnings: boolean },
  ) => Promise<GgufFileInfo>
  /** Names of `general.file_type` by number. */
  readonly fileTypeName: (type: number) => string | undefined
}

/** @throws EngineFailure `file`: no GGUF file, or not a whole one */
export async function readMemoryFacts(
  path: string,
  weightsBytes: number,
  reader: Pick<GgufReader, 'readGgufFileInfo'>,
): Promise<MemoryFacts> {
  const info = await reader.readGgufFileInfo(path, FROM_DISK).catch((error: unknown) => {
    throw notReadable(error)
  })
  return memoryFacts(info, weightsBytes)
}

/** @throws EngineFailure `file`: no GGUF file, or not a whole one */
export async function readGgufFacts(path: string, reader: GgufReader): Promise<GgufFacts> {
  try {
    const info = await reader.readGgufFileInfo(path, FROM_DISK)
    const { general, tokenizer } = info.metadata
    refuseUnfit(general.architecture)
    const name = general.file_type === undefined ? undefined : reader.fileTypeName(general.file_type)
    return {
      parameters: await countParameters(info.fullTensorInfo ?? [], path),
      quantization: name?.replace(/^(MOSTLY|ALL)_/, ''),
      trainedContext: numberOrUndefined(info.architectureMetadata.context_length),
      family: general.basename ?? general.architecture,
      chatTemplate: tokenizer?.chat_template,
      tokenizer: tokenizer?.ggml ?? {},
    }
  } catch (error) {
    throw error instanceof EngineFailure ? error : notReadable(error)
  }
}

/** Architectures that turn a text into vectors, sound or another text's encoding, and do not continue it. */
const NO_CONTINUATION = /(^|-)(bert|t5|t5encoder)(-|$)|^(clip|wavtokenizer-dec|gemma-embedding)$/

/** llama.cpp would load such a file and fail at the first answer, or not give answers at all. */
function refuseUnfit(architecture: string): void {
  if (NO_CONTINUATION.test(architecture))
    throw new EngineFailure('file', `a model of architecture "${architecture}" does not continue text`)
}

const FROM_DISK = { sourceType: 'filesystem', logWarnings: false } as const

function notReadable(error: unknown): EngineFailure {
  return new EngineFailure('file', `not a readable GGUF file: ${messageOf(error)}`)
}

function numberOrUndefined(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
}
