import { pathToFileURL } from 'node:url'
import { reportLibraries } from '../../src/commands/report-libraries.ts'
import type { Point } from '../../src/domain/point.ts'
import type { Result } from '../../src/domain/result.ts'
import type { VerdictRow } from '../../src/domain/verdict-row.ts'
import type { ReportInput, ReportTrial, TaskStandings } from '../../src/report/report-input.ts'
import { trialSample } from '../../src/report/trial-sample.ts'

/** A result of a point's cell. */
export function resultOf(point: Point, changes: Partial<Result> = {}): Result {
  const { task, model, provider, engine, family, quantization, rendering, instruction, control } = point
  const { sampling, shots } = point
  return {
    ...{
      task,
      model,
      provider,
      engine,
      family,
      quantization,
      rendering,
      instruction,
      control,
      sampling,
      shots,
    },
    ...{ trialKey: '0', taskVersion: '1', draw: 0, repeat: 0, item: 'i1', outcome: 'ok', target: 'Paris' },
    ...{ response: ' Paris', answer: 'Paris', scores: { score_exact_match: 1 }, attempts: 1 },
    finishedAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  }
}

/** A verdict of a task of `simulatedLadder`. */
export function verdictOf(changes: Partial<VerdictRow> = {}): VerdictRow {
  return {
    ...{ source: 'simulated', task: 'addition-2-digit', metric: 'exact_match', families: 'Simulated' },
    ...{ rendering: 'raw', instruction: 'off', control: 'gold', shots: 8, sizes: 8, items: 100 },
    ...{ verdict: 'smooth', rule: 'rule-1', sentence: 'Exact match grows steadily.' },
    ...changes,
  }
}

/** Standings of a point's task and condition: an upset, or members that are solid, candidate and off, in this order. */
export function standingsOf(
  point: Point,
  {
    winner,
    loser,
    members = [],
  }: { readonly winner?: Point; readonly loser?: Point; readonly members?: readonly Point[] },
): TaskStandings {
  const { task, metric, rendering, instruction, control, sampling, shots } = point
  const axes = [{ axis: 'active', factor: 2, pAdjusted: 0.01 }] as const
  const places = [
    { share: 0.95, standing: 'solid', onFrontier: true },
    { share: 0.5, standing: 'candidate', onFrontier: true },
    { share: 0.01, standing: 'off', onFrontier: false },
  ] as const
  return {
    ...{ task, metric, rendering, instruction, control, sampling, shots, items: 30, resamples: 1000 },
    frontiers: [
      {
        axis: 'size',
        members: members.flatMap((cell, index) => {
          const place = places[index]
          return place === undefined ? [] : [{ cell, amount: cell.parameters ?? 0, ...place }]
        }),
      },
    ],
    upsets:
      winner === undefined || loser === undefined
        ? []
        : [{ winner, loser, difference: 0.3, low: 0.1, high: 0.5, axes }],
    chanceUpsets: 0,
  }
}

/** A report of these points, and of these results, each asked by a prompt. */
export async function inputOf(
  points: readonly Point[],
  results: readonly Result[] = [],
  changes: Partial<ReportInput> = {},
): Promise<ReportInput> {
  const primaryOf = () => ({ column: 'score_exact_match', maximum: 1 })
  const sampler = trialSample({ perCell: 20, seed: 1, primaryOf })
  for (const result of results) sampler.add(result)
  const prompt = { rendering: 'raw', text: 'Q: capital of France?\nA:', cuts: [] } as const
  const trials: ReportTrial[] = results.map((result) => ({ result, prompt }))
  return {
    facts: { name: 'first', iclVersion: '0', models: [], settings: [], remarks: [] },
    tasks: [],
    points,
    verdicts: [],
    tests: new Map(),
    rules: [
      'rule-2: α = 0.05.',
      'Intervals are over items: training-seed variance is not in these intervals.',
    ],
    standings: [],
    trials,
    sample: { perCell: 20, seed: 1, counts: sampler.counts() },
    libraries: await reportLibraries(),
    ...changes,
  }
}

/** A file's address for a browser. */
export function addressOf(path: string): string {
  return pathToFileURL(path).href
}
