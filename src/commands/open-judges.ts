import type { Provider } from '../domain/provider.ts'
import type { PlannedModel } from '../domain/trial.ts'
import { readJudgements } from '../results/judgements.ts'
import { runPaths } from '../results/run-folder.ts'
import { openTrialsFile } from '../results/trials-file.ts'
import type { Budget, BudgetLimits } from '../run/budget.ts'
import { type ModelJudge, type ModelJudgeDeps, modelJudge } from '../run/model-judge.ts'
import { type AskJudge, type Judges, keptJudges } from './judges.ts'

export interface OpenJudgesOptions {
  readonly folder: string
  /** The models that metrics ask; one that could not be identified is not among them. */
  readonly judges: readonly PlannedModel[]
  readonly providers: ReadonlyMap<string, Provider>
  /** What a judge's calls take from machine and config, by its provider. */
  readonly depsOf: (provider: string) => Omit<ModelJudgeDeps, 'budget'>
  readonly budget: Budget | undefined
}

/** Judges that can be asked. */
export interface OpenedJudges {
  readonly judges: Judges
  /** Limits of the budget that kept questions from being asked. */
  readonly reached: ReadonlySet<keyof BudgetLimits>
  /** Why questions were not asked, each reason once. */
  readonly reasons: ReadonlySet<string>
  close(): Promise<void>
}

/** The judges of a run, whose judgements go into its judgements.csv as they are made. */
export async function openJudges({
  folder,
  judges: planned,
  providers,
  depsOf,
  budget,
}: OpenJudgesOptions): Promise<OpenedJudges> {
  const { judgements } = runPaths(folder)
  const file = await openTrialsFile(judgements, [])
  const onFile = await readJudgements(judgements)
  const open = new Map<string, ModelJudge>()
  const reached = new Set<keyof BudgetLimits>()
  const reasons = new Set<string>()
  const ask: AskJudge = async (judge, question) => {
    const { model } = judge
    const provider = providers.get(model.provider)
    if (provider === undefined) throw new Error(`no provider ${model.provider}`)
    const asked = open.get(model.name) ?? modelJudge(judge, provider, { ...depsOf(model.provider), budget })
    open.set(model.name, asked)
    const judged = await asked.ask(question)
    if (judged.state === 'asked') {
      file.append(judged.result)
      return judged.result
    }
    reasons.add(`judge ${model.name}: not asked any more: ${judged.reason}`)
    if (judged.limit !== undefined) reached.add(judged.limit)
    return undefined
  }
  return {
    judges: keptJudges(planned, onFile, ask),
    reached,
    reasons,
    close: async () => {
      await Promise.all([...open.values()].map((judge) => judge.close()))
      onFile.close()
      await file.close()
    },
  }
}
