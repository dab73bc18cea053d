import { resolve } from 'node:path'
import { resolveRun } from '../../src/commands/resolve-run.ts'
import { scorerOf } from '../../src/commands/scoring.ts'
import { readWorkspace } from '../../src/commands/workspace.ts'
import { curveBuilder } from '../../src/curves/aggregate.ts'
import type { Cell } from '../../src/curves/cell.ts'
import { type CurveContext, curveTaskOf } from '../../src/curves/curve-context.ts'
import { createSimulatedProvider } from '../../src/providers/simulated/provider.ts'
import { readSimulatedSettings } from '../../src/providers/simulated/settings.ts'
import { askQuestion, noAnswers } from '../../src/run/ask-question.ts'
import type { Plan } from '../../src/run/plan.ts'
import { promptOf } from '../../src/run/prompt-of.ts'
import { questionOf } from '../../src/run/question.ts'
import { modelGroups } from '../../src/run/trial-group.ts'
import { answeredResult } from '../../src/run/trial-row.ts'
import { metricOf } from '../../src/scorers/compile-scorers.ts'
import { CONFIG, RUN, type Simulation, settingsOf } from './project.ts'

/** What a run gives the verdict. */
export interface SimulatedRun {
  readonly cells: readonly Cell[]
  readonly context: CurveContext
}

/**
 * Opens a project that `writeProject` wrote. The function runs it with other seeds and scatters, in memory: plan,
 * prompts, provider, extraction, scoring and rows are those of `icl run`; what is left out is retrying and the file.
 */
export async function openProject(
  folder: string,
): Promise<(simulation: Simulation) => Promise<SimulatedRun>> {
  const workspace = await readWorkspace({ env: {} }, resolve(folder, CONFIG))
  const { factors, models } = resolveRun(workspace, { run: RUN })
  const scorers = scorerOf({})
  const context: CurveContext = {
    tasks: factors.tasks.map((task) => curveTaskOf(task, (spec) => metricOf(task, spec))),
    models: Object.fromEntries(models.map(({ name }) => [name, { source: 'simulated' }])),
  }
  const { signal } = new AbortController()
  return async (simulation) => {
    const provider = createSimulatedProvider({
      name: 'simulated',
      settings: readSimulatedSettings('simulated', settingsOf(simulation)),
      sleep: async () => {},
    })
    const planned = await Promise.all(
      models.map(async (model) => ({ model, identity: await provider.identify(model) })),
    )
    const plan: Plan = { ...factors, models: planned }
    const builder = curveBuilder(context)
    for (const one of planned) {
      const session = await provider.open(one.model, { signal, contextNeeded: 0, notice: () => {} })
      for (const group of modelGroups(plan, one))
        for (let index = 0; index < group.size; index++) {
          const trial = group.at(index)
          const question = questionOf(trial, promptOf(trial, group), true)
          const answers = await askQuestion(question, session, noAnswers(), { signal, worker: 0 })
          builder.add(
            await answeredResult(trial, answers, scorers(trial.task), { attempts: 1, latencyMs: 0 }, ''),
          )
        }
      await session.close()
    }
    return { cells: builder.cells(), context }
  }
}
