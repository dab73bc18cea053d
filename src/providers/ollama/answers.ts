import * as z from 'zod'
import { ProviderError } from '../../domain/provider-error.ts'

const count = z.int().min(0).optional()

const metrics = {
  model: z.string().optional(),
  done: z.boolean(),
  done_reason: z.string().optional(),
  prompt_eval_count: count,
  eval_count: count,
}

/** What `/api/generate` answers, as far as it is read. */
export const generateAnswer = z.object({ ...metrics, response: z.string(), thinking: z.string().optional() })

/** What `/api/chat` answers, as far as it is read. */
export const chatAnswer = z.object({
  ...metrics,
  message: z.object({ content: z.string(), thinking: z.string().optional() }),
})

/** What `/api/tags` answers, as far as it is read. */
export const listAnswer = z.object({ models: z.array(z.object({ name: z.string(), digest: z.string() })) })

/** What `/api/ps` answers, as far as it is read; before 0.11 it did not tell the context it had loaded. */
export const psAnswer = z.object({
  models: z.array(z.object({ name: z.string(), context_length: count })),
})

/** What `/api/version` answers. */
export const versionAnswer = z.object({ version: z.string() })

/** What `/api/show` answers, as far as it is read; the client's types call `model_info` a Map, which it is not. */
export const showAnswer = z.object({
  details: z.object({ family: z.string().optional(), quantization_level: z.string().optional() }),
  template: z.string().optional(),
  modelfile: z.string().optional(),
  /** Lines of the model file's PARAMETERs. */
  parameters: z.string().optional(),
  model_info: z.record(z.string(), z.unknown()).optional(),
  capabilities: z.array(z.string()).optional(),
})
export type ShowAnswer = z.output<typeof showAnswer>

/** Reads an answer. @throws ProviderError `malformed` where it does not have that shape */
export function readAnswer<S extends z.ZodType>(
  shape: S,
  answer: unknown,
  at: { readonly provider: string; readonly model: string },
): z.output<S> {
  const read = shape.safeParse(answer)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const place = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`
  throw new ProviderError(`Ollama's answer is not of its protocol: ${place}`, { ...at, kind: 'malformed' })
}
