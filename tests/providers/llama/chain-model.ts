import { type GgufValue, type TinyTensor, writeGguf } from './tiny-gguf.ts'

/** A token as a GGUF file lists it. */
export interface TinyToken {
  readonly text: string
  /** `tokenizer.ggml.token_type`; 1 (normal) where not given. */
  readonly type?: number
}

/** A model that says what it is told to: each token is followed by one other. */
export interface ChainModel {
  readonly tokens: readonly TinyToken[]
  /** What follows a token, by text; a token that is not named is followed by itself. */
  readonly next: ReadonlyMap<string, string>
  /** More of the header: the tokenizer's settings. */
  readonly header: Readonly<Record<string, GgufValue>>
}

const HEADS = 4

/**
 * Writes a chain as a llama model of one layer. Embeddings are one-hot, attention and feed-forward add nothing, and the
 * output matrix has a 1 where a token is followed by another.
 */
export function writeChainModel(path: string, { tokens, next, header }: ChainModel): void {
  const width = Math.ceil(tokens.length / (HEADS * 32)) * HEADS * 32
  const place = new Map(tokens.map(({ text }, index) => [text, index]))
  const rows = (follow: (token: number) => number | undefined): Float32Array => {
    const values = new Float32Array(width * tokens.length)
    for (const token of tokens.keys()) {
      const row = follow(token)
      if (row !== undefined) values[row * width + token] = 1
    }
    return values
  }
  const follower = (token: number): number | undefined => {
    const text = tokens[token]?.text ?? ''
    return place.get(next.get(text) ?? text)
  }
  const ones = new Float32Array(width).fill(1)
  const matrix = (name: string): TinyTensor => ({
    name,
    shape: [width, width],
    values: new Float32Array(width * width),
  })
  const vector = (name: string): TinyTensor => ({ name, shape: [width], values: ones })
  writeGguf(
    path,
    {
      'general.architecture': 'llama',
      'general.name': 'chain',
      'llama.context_length': 2048,
      'llama.embedding_length': width,
      'llama.block_count': 1,
      'llama.feed_forward_length': width,
      'llama.attention.head_count': HEADS,
      'llama.attention.layer_norm_rms_epsilon': 1e-5,
      'llama.rope.dimension_count': width / HEADS,
      'tokenizer.ggml.tokens': tokens.map(({ text }) => text),
      'tokenizer.ggml.token_type': tokens.map(({ type = 1 }) => type),
      ...header,
    },
    [
      { name: 'token_embd.weight', shape: [width, tokens.length], values: rows((token) => token) },
      vector('output_norm.weight'),
      { name: 'output.weight', shape: [width, tokens.length], values: rows(follower) },
      vector('blk.0.attn_norm.weight'),
      vector('blk.0.ffn_norm.weight'),
      ...['attn_q', 'attn_k', 'attn_v', 'attn_output', 'ffn_gate', 'ffn_up', 'ffn_down'].map((name) =>
        matrix(`blk.0.${name}.weight`),
      ),
    ],
  )
}
