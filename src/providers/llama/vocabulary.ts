/** Token types of GGUF's `tokenizer.ggml.token_type`. */
const TYPE = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const

/** A tokenizer as a GGUF file describes it: the fields of `tokenizer.ggml` that are used here. */
export interface TokenizerMetadata {
  /** `gpt2` is byte-level BPE, `llama` SentencePiece. */
  readonly model?: string | undefined
  readonly tokens?: readonly string[] | undefined
  readonly token_type?: readonly number[] | undefined
  readonly add_space_prefix?: boolean | undefined
}

/** What each token stands for, in bytes. */
export interface Vocabulary {
  /** UTF-8 bytes of the token's text; of a control token, the bytes of its name (`<|im_end|>`). */
  bytesOf(token: number): Buffer
  /** True for tokens that are marks and not text. */
  isControl(token: number): boolean
  /** True where the tokenizer puts a space before text that opens a prompt or follows a control token. */
  readonly addsSpacePrefix: boolean
  /** Names of the control tokens and their numbers. */
  readonly controlTokens: ReadonlyMap<string, number>
}

/**
 * The bytes of tokens, read from the file's own token list. The engine's detokenizer would not do: it hands out
 * text, so that a token which is part of a character is lost, and for some models it tidies spaces.
 *
 * @param detokenize the engine's text of one token, for kinds of tokenizer that are not known here
 */
export function createVocabulary(
  metadata: TokenizerMetadata,
  detokenize: (token: number) => string,
): Vocabulary {
  const { model, tokens = [], token_type: types = [] } = metadata
  const bytes = new Map<number, Buffer>()
  const decode = (token: number): Buffer => {
    const text = tokens[token]
    if (text === undefined) return Buffer.from(detokenize(token))
    const type = types[token] ?? TYPE.normal
    if (type === TYPE.unused) return Buffer.alloc(0)
    const byte = type === TYPE.byte ? /^<0x([0-9A-Fa-f]{2})>$/.exec(text)?.[1] : undefined
    if (byte !== undefined) return Buffer.from(byte, 'hex')
    if (type === TYPE.control || type === TYPE.unknown || type === TYPE.userDefined) return Buffer.from(text)
    if (model === 'gpt2') return byteLevelBytes(text)
    return Buffer.from(model === 'llama' ? text.replaceAll('▁', ' ') : detokenize(token))
  }
  const isControl = (token: number): boolean => types[token] === TYPE.control || types[token] === TYPE.unknown
  return {
    bytesOf(token) {
      const known = bytes.get(token)
      if (known !== undefined) return known
      const made = decode(token)
      bytes.set(token, made)
      return made
    },
    isControl,
    addsSpacePrefix: model === 'llama' && metadata.add_space_prefix !== false,
    controlTokens: new Map(
      tokens.flatMap((text, token): [string, number][] => (isControl(token) ? [[text, token]] : [])),
    ),
  }
}

/** Byte-level BPE writes each byte as one character: printable Latin-1 as itself, the others from U+0100 on. */
const BYTE_OF_CHARACTER: ReadonlyMap<string, number> = byteLevelAlphabet()

function byteLevelAlphabet(): Map<string, number> {
  const alphabet = new Map<string, number>()
  let next = 0x100
  for (let byte = 0; byte < 0x100; byte++) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae
    alphabet.set(String.fromCharCode(printable ? byte : next++), byte)
  }
  return alphabet
}

function byteLevelBytes(text: string): Buffer {
  return Buffer.concat(
    [...text].map((character) => {
      const byte = BYTE_OF_CHARACTER.get(character)
      return byte === undefined ? Buffer.from(character) : Buffer.from([byte])
    }),
  )
}
