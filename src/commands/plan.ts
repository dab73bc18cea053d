import { existsSync } from 'node:fs'
import { formatParameters } from '../charts/format-parameters.ts'
import { textTable } from '../charts/text-table.ts'
import { EXIT } from '../domain/exit-code.ts'
import type { Provider } from '../domain/provider.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { readIndex } from '../results/read-index.ts'
import { runPaths } from '../results/run-folder.ts'
import { tokenCounter } from '../run/count-tokens.ts'
import { estimatedTokens, estimateTokens } from '../run/estimate-tokens.ts'
import type { Plan, TaskFactors } from '../run/plan.ts'
import { repeatsNotice } from '../run/repeats-notice.ts'
import { likelihoodReading } from '../run/tokens-read.ts'
import { countOpenTrials, countTrials } from '../run/trial-group.ts'
import { judgesOf } from '../scorers/judge-of.ts'
import { dollars } from './budget-lines.ts'
import type { Host } from './host.ts'
import { identifyModels } from './identify-models.ts'
import { makeProviders } from './make-providers.ts'
import { notApplicable } from './not-applicable.ts'
import { openForCounting } from './open-for-counting.ts'
import { type ResolvedRun, type RunFlags, resolveRun } from './resolve-run.ts'
import { costAtMost, costText } from './token-estimates.ts'
import { trialsText } from './trials-text.ts'
import { readWorkspace, runFolder, type Workspace } from './workspace.ts'

export interface PlanOptions extends RunFlags {
  readonly config: string
}

/** `icl plan`: what a run would ask, what of it stands already, and what does not apply. No model answers anything. */
export async function planCommand(host: Host, options: PlanOptions): Promise<number> {
  const workspace = await readWorkspace(host, options.config, options)
  const resolved = resolveRun(workspace, options)
  const providers = await makeProviders(host, workspace, resolved.models)
  const { planned, unknown } = await identifyModels(resolved.models, providers)
  const plan: Plan = { ...resolved.factors, models: planned }
  const trialsFile = runPaths(runFolder(workspace.config, resolved.name)).trials
  const done = existsSync(trialsFile) ? (await readIndex(trialsFile)).done : new Set<string>()

  host.out(describe(resolved.name, plan))
  const parts = []
  for (const one of planned) {
    const { done: found, open } = countOpenTrials(plan, one, (key) => done.has(key))
    parts.push(await planModel(host, workspace, plan, one, providers, { found, open }))
  }
  const header = ['model', 'size', 'trials', 'done', 'to do', 'prompt tokens', 'answer tokens', 'cost']
  for (const line of textTable([header, ...parts.map(({ row }) => row)])) host.out(line)
  for (const line of [...methodLines(parts), ...totalLines(parts, resolved), ...judgeLines(plan)])
    host.out(line)
  const inVain = repeatsNotice(plan)
  if (inVain !== undefined) host.out(inVain)
  for (const { model, error } of unknown) host.out(`${model.name} cannot be identified: ${error.message}`)
  for (const line of parts.flatMap(({ misfits }) => misfits)) host.out(line)
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
    ...Object.entries(plan.overrides ?? {}).map(([task, own]) => overrideText(plan, task, own)),
  ]
  return `run ${name}: ${factors.filter((factor) => factor !== '').join('; ')}`
}

/** What a task is asked otherwise, and nothing that is the same. */
function overrideText(plan: Plan, task: string, own: Partial<TaskFactors>): string {
  const different = (['shots', 'draws', 'repeats', 'controls'] as const).flatMap((factor) => {
    const value = own[factor]
    if (value === undefined || String(value) === String(plan[factor])) return []
    return `${factor} ${typeof value === 'number' ? value : value.join(', ')}`
  })
  return different.length === 0 ? '' : `${task}: ${different.join(', ')}`
}

/** Enough for an estimate within a few percent, and soon counted. */
const MOST_SAMPLES = 1024

/** One model's part of the plan. */
interface PlannedPart {
  readonly row: readonly string[]
  /** How its prompt tokens were told; undefined where nothing is to do. */
  readonly method: 'tokenizer' | 'characters' | undefined
  /** Of what is to do; undefined without a price. */
  readonly usd: number | undefined
  readonly misfits: readonly string[]
}

async function planModel(
  host: Host,
  workspace: Workspace,
  plan: Plan,
  planned: PlannedModel,
  providers: ReadonlyMap<string, Provider>,
  { found, open }: { readonly found: number; readonly open: number },
): Promise<PlannedPart> {
  const { model } = planned
  const provider = providers.get(model.provider)
  // What is all done needs no count.
  const session =
    provider && open > 0 ? await openForCounting(host, workspace, plan, planned, provider) : undefined
  try {
    const counter = tokenCounter(session)
    const reading =
      session === undefined
        ? { given: true, promptPerText: provider?.lane === 'hosted' }
        : likelihoodReading(session)
    const estimate = await estimateTokens(plan, counter ?? estimatedTokens, MOST_SAMPLES, reading)
    const share = open / Math.max(1, open + found)
    const promptTokens = estimate.promptTokens * share
    const answerTokensAtMost = estimate.answerTokensAtMost * share
    const usd = costAtMost(model.price, { promptTokens, answerTokensAtMost })
    const row = [
      model.name,
      model.parameters === undefined ? '?' : formatParameters(model.parameters),
      String(open + found),
      String(found),
      String(open),
      `≈ ${Math.round(promptTokens).toLocaleString('en-US')}`,
      `≤ ${Math.round(answerTokensAtMost).toLocaleString('en-US')}`,
      costText(usd),
    ]
    const misfits =
      provider === undefined || open === 0 ? [] : await notApplicable(plan, planned, provider, session)
    return {
      row,
      usd,
      misfits,
      method: open === 0 ? undefined : counter === undefined ? 'characters' : 'tokenizer',
    }
  } finally {
    await session?.close()
  }
}

/** The models that metrics ask, and about how many answers; a custom scorer may ask several questions about one. */
function judgeLines(plan: Plan): string[] {
  return judgesOf(plan.tasks).map((judge) => {
    const tasks = plan.tasks.filter((task) => judgesOf([task]).includes(judge))
    const answers = countTrials({ ...plan, tasks }) * plan.models.length
    return `judge ${judge}: asked about up to ${trialsText(answers)} of ${tasks.map(({ name }) => name).join(', ')}, which the table does not count`
  })
}

const METHODS = {
  tokenizer: "are counted by the model's own tokenizer, on samples where there are many",
  characters: 'are estimated: one for 4 ASCII characters, one for any other character',
} as const

/** How the prompt tokens in the table were told, and of which models where that differs. */
function methodLines(parts: readonly PlannedPart[]): string[] {
  const told = Map.groupBy(parts, ({ method }) => method)
  return (['tokenizer', 'characters'] as const).flatMap((method) => {
    const models = told.get(method)?.map(({ row }) => row[0])
    if (models === undefined) return []
    const other = method === 'tokenizer' ? 'characters' : 'tokenizer'
    const whose = told.has(other) ? ` of ${models.join(', ')}` : ''
    return [`prompt tokens${whose} ${METHODS[method]}`]
  })
}

/** What all models cost together, and how that stands to a budget of money. */
function totalLines(parts: readonly PlannedPart[], { budget }: ResolvedRun): string[] {
  const priced = parts.flatMap(({ usd }) => (usd === undefined ? [] : [usd]))
  if (priced.length === 0) return []
  const sum = priced.reduce((total, usd) => total + usd, 0)
  const total = `all models with a price: ${costText(sum)}`
  if (budget.usd === undefined) return priced.length === 1 ? [] : [total]
  return [`${total}, of a budget of ${dollars(budget.usd)} for the whole run`]
}
