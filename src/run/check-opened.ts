import { disagreement } from '../domain/disagreement.ts'
import type { Session } from '../domain/provider.ts'
import type { PlannedModel } from '../domain/trial.ts'
import {
  type DeterminismFinding,
  findingText,
  type ProbeDeps,
  probeDeterminism,
} from './determinism-probe.ts'
import { likelihoodGaps } from './likelihood-gaps.ts'
import type { Plan } from './plan.ts'
import { withReported } from './with-reported.ts'

/** What a run may want to know of its models beyond their answers. */
export interface CheckDeps extends ProbeDeps {
  /** False: no model is asked anything but its trials. */
  readonly probe?: boolean | undefined
  readonly onProbe?: ((planned: PlannedModel, finding: DeterminismFinding) => void) | undefined
  readonly notice: (line: string) => void
  /** The models that were looked at before: one that is opened again is not asked again. */
  readonly checked: Set<PlannedModel>
}

/**
 * Before an opened model's trials: says where config and model disagree and what the model cannot be asked, and probes whether it answers the same
 * again unless its engine guarantees that. Returns the model with what it reports of itself.
 */
export async function checkOpened(
  plan: Plan,
  planned: PlannedModel,
  session: Session,
  deps: CheckDeps,
): Promise<PlannedModel> {
  const known = withReported(planned, session.reported)
  if (deps.checked.has(planned)) return known
  deps.checked.add(planned)
  const differs = disagreement(planned.model, session.reported)
  if (differs !== undefined) deps.notice(differs)
  for (const line of likelihoodGaps(plan, planned.model.name, session)) deps.notice(line)
  if (deps.probe === true && session.deterministic !== 'guaranteed') {
    const finding = await probeDeterminism(plan, planned, session, deps)
    if (finding !== undefined) {
      deps.onProbe?.(planned, finding)
      deps.notice(findingText(planned.model.name, finding))
    }
  }
  return known
}
