import { existsSync } from 'node:fs'
import { formatParameters } from '../charts/format-parameters.ts'
import { textTable } from '../charts/text-table.ts'
import { EXIT } from '../domain/exit-code.ts'
import { promptText } from '../domain/prompt.ts'
import type { Provider, Session } from '../domain/provider.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { readKeys } from '../results/read-keys.ts'
import { runPaths } from '../results/run-folder.ts'
import { contextNeeded, promptsBySize } from '../run/context-needed.ts'
import { misfitOf, tokenBound } from '../run/misfit.ts'
import type { Plan } from '../run/plan.ts'
import { conditions, countOpenTrials, shotsOf } from '../run/trial-group.ts'
import type { Host } from './host.ts'
import { identifyModels } from './identify-models.ts'
import { makeProviders } from './make-providers.ts'
import { type RunFlags, resolveRun } from './resolve-run.ts'
import { readWorkspace, runFolder } from './workspace.ts'

export interface PlanOptions extends RunFlags {
  readonly config: string
}

/** `icl plan`: what a run would ask, what of it stands already, and what does not apply. No model answers anything. */
export async function planCommand(host: Host, options: PlanOptions): Promise<number> {
  const workspace = await readWorkspace(host, options.config)
  const resolved = resolveRun(workspace, options)
  const providers = await makeProviders(host, workspace, resolved.models)
  const { planned, unknown } = await identifyModels(resolved.models, providers)
  const plan: Plan = { ...resolved.factors, models: planned }
  const trialsFile = runPaths(runFolder(workspace.config, resolved.name)).trials
  const done = existsSync(trialsFile) ? await readKeys(trialsFile) : new Set<string>()

  host.out(describe(resolved.name, plan))
  const tokens = estimateTokens(plan)
  const rows = planned.map((one) => {
    const { done: found, open } = countOpenTrials(plan, one, (key) => done.has(key))
    const share = open / Math.max(1, open + found)
    return [
      one.model.name,
      one.model.parameters === undefined ? '?' : formatParameters(one.model.parameters),
      String(open + found),
      String(found),
      String(open),
      `≈ ${Math.round(tokens.prompt * share).toLocaleString('en-US')}`,
      `≤ ${Math.round(tokens.answer * share).toLocaleString('en-US')}`,
      costText(one, tokens, share),
    ]
  })
  const header = ['model', 'size', 'trials', 'done', 'to do', 'prompt tokens', 'answer tokens', 'cost']
  for (const line of textTable([header, ...rows])) host.out(line)
  host.out('prompt tokens are estimated: one for 4 ASCII characters, one for any other character')
  for (const { model, error } of unknown) host.out(`${model.name} cannot be identified: ${error.message}`)
  for (const line of await notApplicable(host, plan, providers)) host.out(line)
  return EXIT.ok
}

function describe(name: string, plan: Plan): string {
  const factors = [
    `${plan.tasks.length} tasks`,
    `shots ${plan.shots.join(', ')}`,
    `draws ${plan.draws} (${plan.sampling})`,
    plan.repeats > 1 ? `repeats ${plan.repeats}` : '',
    plan.renderings.join(', '),
    `instruction ${plan.instructions.join(', ')}`,
    plan.controls.join(', '),
    `seed ${plan.seed}`,
  ]
  return `run ${name}: ${factors.filter((factor) => factor !== '').join('; ')}`
}

interface TokenEstimate {
  /** Of all prompts of one model. */
  readonly prompt: number
  /** If every answer ran to its limit. */
  readonly answer: number
}

/** Estimated from the shortest and longest prompt of each condition and k: their mean stands for all. */
function estimateTokens(plan: Plan): TokenEstimate {
  let prompt = 0
  let answer = 0
  for (const condition of conditions(plan))
    for (const shots of shotsOf(plan, condition)) {
      const { shortest, longest } = promptsBySize(plan, condition, shots)
      const trials = condition.task.queries.length * plan.repeats
      const sizes = [shortest, longest].flatMap((one) =>
        one === undefined ? [] : [tokensOf(promptText(one))],
      )
      prompt += (trials * sizes.reduce((sum, size) => sum + size, 0)) / Math.max(1, sizes.length)
      answer += trials * condition.task.decoding.maxTokens
    }
  return { prompt, answer }
}

function tokensOf(text: string): number {
  let tokens = 0
  for (const character of text) tokens += character.charCodeAt(0) < 128 ? 0.25 : 1
  return tokens
}

function costText({ model }: PlannedModel, tokens: TokenEstimate, share: number): string {
  if (model.price === undefined) return ''
  const usd = (share * (tokens.prompt * model.price.input + tokens.answer * model.price.output)) / 1e6
  return `≤ $${usd.toFixed(usd < 1 ? 4 : 2)}`
}

/** Lines for each model × task × rendering × k that does not apply or may not fit. */
async function notApplicable(
  host: Host,
  plan: Plan,
  providers: ReadonlyMap<string, Provider>,
): Promise<string[]> {
  const lines: string[] = []
  for (const planned of plan.models) {
    const doubtful = doubtfulCells(plan, planned)
    const provider = providers.get(planned.model.provider)
    if (doubtful.length === 0 || provider === undefined) continue
    const session = await openForCounting(host, plan, planned, provider)
    for (const cell of doubtful) {
      const line = await verdictOn(cell, planned, session)
      if (line !== undefined) lines.push(line)
    }
    await session?.close()
  }
  return lines
}

interface Cell {
  readonly name: string
  readonly prompts: ReturnType<typeof promptsBySize>
  readonly maxTokens: number
}

/** The cells that need a look: chat renderings, and prompts whose bound exceeds the context. */
function doubtfulCells(plan: Plan, { model }: PlannedModel): Cell[] {
  const context = model.contextLength ?? Number.POSITIVE_INFINITY
  const cells: Cell[] = []
  for (const condition of conditions(plan)) {
    if (condition.draw > 0) continue
    const { task, rendering, instruction, control } = condition
    for (const shots of shotsOf(plan, condition)) {
      const prompts = promptsBySize(plan, condition, shots)
      if (prompts.longest === undefined) continue
      const mayOverflow = tokenBound(prompts.longest) + task.decoding.maxTokens > context
      if (!mayOverflow && rendering === 'raw') continue
      const name = `${model.name}, ${task.name}, ${rendering}, instruction ${instruction}, ${control}, ${shots} shots`
      cells.push({ name, prompts, maxTokens: task.decoding.maxTokens })
    }
  }
  return cells
}

/** A session of a provider that counts tokens here and for nothing; hosted models are not called for a plan. */
async function openForCounting(
  host: Host,
  plan: Plan,
  { model }: PlannedModel,
  provider: Provider,
): Promise<Session | undefined> {
  if (provider.lane !== 'local' && !provider.simulated) return undefined
  try {
    return await provider.open(model, {
      signal: host.aborted,
      contextNeeded: contextNeeded(plan),
      notice: host.note,
    })
  } catch (error) {
    host.note(`${model.name} cannot be opened, so its context is not checked: ${(error as Error).message}`)
    return undefined
  }
}

async function verdictOn(
  cell: Cell,
  planned: PlannedModel,
  session: Session | undefined,
): Promise<string | undefined> {
  const { shortest, longest } = cell.prompts
  if (shortest === undefined || longest === undefined) return undefined
  if (session === undefined) {
    const context = planned.model.contextLength
    const tokens = Math.round(tokensOf(promptText(longest))) + cell.maxTokens
    if (context === undefined || tokens <= context) return undefined
    return `may not fit: ${cell.name}: about ${tokens} tokens, context ${context}`
  }
  const decoding = { maxTokens: cell.maxTokens, temperature: 0, stop: [] }
  const misfit = await misfitOf(shortest, decoding, session)
  if (misfit !== undefined) return `not applicable: ${cell.name}: ${misfit.message}`
  const partial = await misfitOf(longest, decoding, session)
  return partial === undefined
    ? undefined
    : `not applicable to the longest items: ${cell.name}: ${partial.message}`
}
