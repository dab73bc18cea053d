import type { ReportedFacts } from '../domain/provider.ts'
import type { PlannedModel } from '../domain/trial.ts'

/** The model with what it reports of its own size where the config states none. Its trials' keys stay as they are. */
export function withReported(planned: PlannedModel, reported: ReportedFacts): PlannedModel {
  const { model } = planned
  return {
    ...planned,
    model: {
      ...model,
      parameters: model.parameters ?? reported.parameters,
      quantization: model.quantization ?? reported.quantization,
    },
  }
}
