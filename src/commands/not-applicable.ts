import type { Provider, Session } from '../domain/provider.ts'
import type { Task } from '../domain/task.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { promptsBySize } from '../run/context-needed.ts'
import { answerTokensOf, longestContinuation, roomAfterPrompt } from '../run/continuations.ts'
import { estimatedTokens } from '../run/estimate-tokens.ts'
import { likelihoodGaps } from '../run/likelihood-gaps.ts'
import { contextBound, misfitOf } from '../run/misfit.ts'
import type { Plan } from '../run/plan.ts'
import { conditions, shotsOf } from '../run/trial-group.ts'

/** Lines for each task × rendering × k of a model that does not apply or may not fit. */
export async function notApplicable(
  plan: Plan,
  planned: PlannedModel,
  provider: Provider,
  session: Session | undefined,
): Promise<string[]> {
  const lines = gapLines(plan, planned, session)
  for (const cell of doubtfulCells(plan, planned, provider)) {
    const line = await verdictOn(cell, planned, session)
    if (line !== undefined) lines.push(line)
  }
  return lines
}

/** What the model cannot be asked; where nobody has opened it, that it may be so. */
function gapLines(plan: Plan, { model }: PlannedModel, session: Session | undefined): string[] {
  if (session !== undefined) return likelihoodGaps(plan, model.name, session)
  return plan.tasks
    .filter(({ likelihood }) => likelihood !== undefined)
    .map(
      ({ name }) =>
        `may not apply: ${model.name}, ${name}: asks for log-likelihoods; whether the model gives any shows when it is opened`,
    )
}

interface Cell {
  readonly name: string
  readonly prompts: ReturnType<typeof promptsBySize>
  readonly task: Task
}

/** Tokens that every model has room for. */
const SMALLEST_CONTEXT = 1024

/** The cells that need a look: chat renderings, and prompts whose bound exceeds the context. */
function doubtfulCells(plan: Plan, { model }: PlannedModel, { lane, simulated }: Provider): Cell[] {
  // What a server has given a model may be less than what the model can hold.
  const sure = lane === 'local' || simulated ? model.contextLength : undefined
  const context = sure ?? Math.min(model.contextLength ?? SMALLEST_CONTEXT, SMALLEST_CONTEXT)
  const cells: Cell[] = []
  for (const condition of conditions(plan)) {
    if (condition.draw > 0) continue
    const { task, rendering, instruction, control } = condition
    for (const shots of shotsOf(plan, condition)) {
      const prompts = promptsBySize(plan, condition, shots)
      if (prompts.longest === undefined) continue
      const mayOverflow = contextBound(prompts.longest) + roomAfterPrompt(task) > context
      if (!mayOverflow && rendering === 'raw') continue
      const name = `${model.name}, ${task.name}, ${rendering}, instruction ${instruction}, ${control}, ${shots} shots`
      cells.push({ name, prompts, task })
    }
  }
  return cells
}

async function verdictOn(
  cell: Cell,
  planned: PlannedModel,
  session: Session | undefined,
): Promise<string | undefined> {
  const { shortest, longest } = cell.prompts
  if (shortest === undefined || longest === undefined) return undefined
  const maxTokens = answerTokensOf(cell.task)
  if (session?.countTokens === undefined) {
    const unsupported = session && (await misfitOf(shortest, { maxTokens: 1 }, session))
    if (unsupported !== undefined) return `not applicable: ${cell.name}: ${unsupported.message}`
    const context = session?.capabilities.contextLength ?? planned.model.contextLength
    const tokens = Math.round(estimatedTokens(longest)) + maxTokens
    if (context === undefined || tokens <= context) return undefined
    return `may not fit: ${cell.name}: about ${tokens} tokens, context ${context}`
  }
  const misfit = await misfitOf(shortest, { maxTokens }, session)
  if (misfit !== undefined) return `not applicable: ${cell.name}: ${misfit.message}`
  const partial = await misfitOf(
    longest,
    { maxTokens, continuations: [longestContinuation(cell.task)] },
    session,
  )
  return partial === undefined
    ? undefined
    : `not applicable to the longest items: ${cell.name}: ${partial.message}`
}
