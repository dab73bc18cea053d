import type { GgufFileInfo } from 'node-llama-cpp'
import { countParameters } from './count-parameters.ts'
import { EngineFailure, messageOf } from './engine-failure.ts'
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
export async function readGgufFacts(path: string, reader: GgufReader): Promise<GgufFacts> {
  try {
    const info = await reader.readGgufFileInfo(path, { sourceType: 'filesystem', logWarnings: false })
    const { general, tokenizer } = info.metadata
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
    throw new EngineFailure('file', `not a readable GGUF file: ${messageOf(error)}`)
  }
}

function numberOrUndefined(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
}
