import * as z from 'zod'
import { flag, number, orVariable, textLike, VARIABLE, whole } from './schema-parts.ts'
import { simulatedSchema } from './simulated-schema.ts'

const url = (what: string) =>
  textLike(/^(https?:\/\/[^\s]+|.*\$\{.*)$/, 'a URL that begins with http:// or https://').describe(what)

const concurrency = (usual: number) =>
  orVariable(whole(1))
    .optional()
    .describe(`Requests in flight at most; fewer by itself when the server is too busy. Default ${usual}.`)

const perMinute = (what: string) => orVariable(whole(1)).optional().describe(what)

const pace = {
  requests_per_minute: perMinute('Requests sent in a minute at most, of all its models. Default: no limit.'),
  tokens_per_minute: perMinute(
    'Tokens of prompts and answers in a minute at most, of all its models. Default: no limit.',
  ),
}

const llama = z
  .strictObject({
    type: z.literal('llama'),
    processes: orVariable(z.union([z.literal('auto'), whole(1)]))
      .optional()
      .describe(
        'Engine processes, each with one thread: auto (one a core, as memory allows) or a number. Default auto.',
      ),
    gpu: orVariable(z.union([z.literal('auto'), flag()]))
      .optional()
      .describe(
        'Whether to use a GPU: false, auto (where llama.cpp finds one) or true (one or nothing). Default false.',
      ),
  })
  .describe('The built-in engine: models run here, no server.')

const ollama = z
  .strictObject({
    type: z.literal('ollama'),
    base_url: url('Where Ollama listens. Default http://127.0.0.1:11434.').optional(),
    concurrency: concurrency(4),
    ...pace,
  })
  .describe('A running Ollama.')

const openai = z
  .strictObject({
    type: z.literal('openai'),
    base_url: url('The endpoint. Default https://api.openai.com/v1.').optional(),
    api_key: textLike(VARIABLE, `the name of an environment variable such as \${OPENAI_API_KEY}`)
      .optional()
      .describe(
        `The environment variable that holds the key, as \${NAME}; a key itself is never written here.`,
      ),
    concurrency: concurrency(32),
    ...pace,
    headers: z
      .record(textLike(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'the name of a header'), z.string({ error: 'text' }))
      .optional()
      .describe(`Headers sent with every request; \${NAME} works in their values.`),
    timeout_s: orVariable(number(1))
      .optional()
      .describe(
        'Seconds after which a request counts as lost, at least: more for a slow model, and twice as much on each further try. Default 60.',
      ),
    api: orVariable(z.enum(['auto', 'chat', 'completions', 'both']))
      .optional()
      .describe('Which endpoints it has; auto asks it. Default auto.'),
  })
  .describe('OpenAI, or any server that speaks its protocol.')

/** One entry of `providers`, as written. */
export const providerSchema = z.discriminatedUnion('type', [llama, ollama, openai, simulatedSchema], {
  error: 'a mapping with a type',
})

/** The entries of `providers`, by name. */
export type WrittenProvider = z.output<typeof providerSchema>
