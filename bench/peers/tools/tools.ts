import type { Tool } from '../tool.ts'
import { bareLoop } from './bare-loop.ts'
import { evalite } from './evalite.ts'
import { inspect } from './inspect.ts'
import { lmEval } from './lm-eval.ts'
import { ours, oursWithProbe } from './ours.ts'
import { promptfoo } from './promptfoo.ts'

/** The rows of the tables, in their order. */
export const TOOLS: readonly Tool[] = [
  bareLoop('undici', '`undici` pool, bare loop'),
  bareLoop('openai', '`openai` client, bare loop'),
  oursWithProbe,
  ours,
  lmEval,
  promptfoo,
  inspect,
  evalite,
]
