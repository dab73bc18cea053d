import { KINDS, type PackedTrial } from '../pack-trials.ts'
import type { PageData } from '../report-html.ts'
import type { TrialKind } from '../trial-sample.ts'

/** A message of a prompt; a raw prompt is one without a role. */
interface PromptPart {
  readonly role: string
  readonly text: string
}

/** A trial as it is shown. */
export interface ShownTrial {
  readonly cell: number
  readonly kind: TrialKind
  readonly item: string
  readonly draw: number
  readonly repeat: number
  readonly outcome: string
  readonly finish: string | undefined
  readonly prompt: readonly PromptPart[] | undefined
  readonly response: string | undefined
  readonly reasoning: string | undefined
  readonly answer: string | undefined
  readonly target: string | undefined
  readonly error: string | undefined
  readonly scores: readonly { readonly name: string; readonly score: number }[]
  readonly promptTokens: number | null
  readonly completionTokens: number | null
  readonly latencyMs: number | null
  readonly costUsd: number | null
  readonly likelihoods: PackedTrial[18]
}

/** Whether an outcome is one a reader filters by: everything that ended without an answer is told by its own name. */
export function kindOfPacked(trial: PackedTrial): TrialKind {
  return KINDS[trial[1]] ?? 'right'
}

/** Unpacks one trial. */
export function shownTrial(data: PageData, packed: PackedTrial): ShownTrial {
  const text = (number: number) => data.texts[number]
  const [cell, , item, draw, repeat, outcome, finish, response, reasoning, answer, target, error] = packed
  const [prompt, scores, promptTokens, completionTokens, latencyMs, costUsd, likelihoods] = packed.slice(
    12,
  ) as [
    PackedTrial[12],
    PackedTrial[13],
    PackedTrial[14],
    PackedTrial[15],
    PackedTrial[16],
    PackedTrial[17],
    PackedTrial[18],
  ]
  return {
    cell,
    kind: kindOfPacked(packed),
    item: text(item) ?? '',
    draw,
    repeat,
    outcome: text(outcome) ?? '',
    finish: text(finish),
    prompt: data.prompts[prompt] && promptParts(data.prompts[prompt], data.texts),
    response: text(response),
    reasoning: text(reasoning),
    answer: text(answer),
    target: text(target),
    error: text(error),
    scores: scores.flatMap((score, index) =>
      score === null ? [] : [{ name: data.scoreColumns[index] ?? '', score }],
    ),
    promptTokens,
    completionTokens,
    latencyMs,
    costUsd,
    likelihoods,
  }
}

function promptParts(pieces: readonly (number | string)[], texts: readonly string[]): PromptPart[] {
  const parts: { role: string; text: string }[] = []
  for (const piece of pieces) {
    if (typeof piece === 'string') parts.push({ role: piece, text: '' })
    else if (parts.length === 0) parts.push({ role: '', text: texts[piece] ?? '' })
    else {
      const last = parts.at(-1)
      if (last !== undefined) last.text += texts[piece] ?? ''
    }
  }
  return parts
}
