import type { Item } from '../domain/item.ts'
import { isScored } from '../domain/outcome.ts'
import type { Result } from '../domain/result.ts'
import type { Task } from '../domain/task.ts'
import type { KeyMap } from '../results/key-map.ts'
import { readResults } from '../results/read-results.ts'
import { commitRescored, discardRescored, draftRescored } from '../results/rescore-file.ts'
import type { RowChange } from '../results/rescored-row.ts'
import { runPaths } from '../results/run-folder.ts'
import type { BudgetLimits } from '../run/budget.ts'
import type { Plan } from '../run/plan.ts'
import { problemsBeside, problemText } from '../run/problem-text.ts'
import { rescoreTrial } from '../run/rescore-trial.ts'
import type { ScorerOf } from '../run/scoring.ts'
import { judgeOf } from '../scorers/judge-of.ts'
import { dollars } from './budget-lines.ts'
import type { Host } from './host.ts'
import type { Judges } from './judges.ts'
import { type OpenJudgesOptions, openJudges } from './open-judges.ts'
import { plannedKeys } from './planned-keys.ts'
import type { ScorerLibrary } from './scorer-library.ts'
import { scorerOf } from './scoring.ts'
import { trialsText } from './trials-text.ts'

export interface JudgeAnswersOptions extends OpenJudgesOptions {
  readonly plan: Plan
  readonly library: ScorerLibrary
}

/** What judging came to. */
export interface JudgedAnswers {
  readonly lines: readonly string[]
  /** Limits of the budget that kept questions from being asked. */
  readonly reached: ReadonlySet<keyof BudgetLimits>
  /** Answers that still lack a score of a judge's. */
  readonly lacking: number
}

/**
 * Asks judges about every answer of a run that lacks a score of theirs, new or from an earlier start, and writes the
 * scores into trials.csv. The judged models are not asked again. Each judgement is on file as soon as it is made, so that
 * nothing is asked twice; the scores come into trials.csv all at once.
 */
export async function judgeAnswers(host: Host, options: JudgeAnswersOptions): Promise<JudgedAnswers> {
  const { folder, plan } = options
  const { trials } = runPaths(folder)
  const judged = judgedParts(plan.tasks)
  const planned = plannedKeys(plan)
  const open = judged.size === 0 ? 0 : await countLacking(trials, planned, judged)
  if (open === 0) return { lines: [], reached: new Set(), lacking: 0 }
  const names = options.judges.map(({ model }) => model.name)
  host.note(`asking ${names.join(', ')} about ${trialsText(open)}`)
  const asking = await openJudges(options)
  const { judges, reached } = asking
  const counts = { changed: 0, lacking: 0 }
  try {
    const scorers = scorerOf({ custom: options.library.get, judge: judges.of })
    await draftRescored(trials, {
      columns: [],
      kept: new Map(),
      change: (result) => {
        const part = planned.has(result.trialKey) ? judged.get(result.task) : undefined
        return part && judgedRow(result, part, scorers)
      },
      onRow: (result, { columns, scores, error }) => {
        const scored = columns.filter((column) => scores[column] !== undefined).length
        if (scored > 0 || error !== result.error) counts.changed++
        if (scored < columns.length && error !== undefined) counts.lacking++
      },
      concurrency: AT_ONCE,
      signal: host.aborted,
    })
  } finally {
    await asking.close()
  }
  await (counts.changed > 0 ? commitRescored(trials, new Map(), new Map()) : discardRescored(trials))
  const lines = [
    ...names.map((name) => judgeLine(name, judges)),
    ...asking.reasons,
    ...lackingLines(counts.lacking),
  ]
  return { lines, reached, lacking: counts.lacking }
}

/** Answers that are judged at once; how many questions are under way, the judge's provider says. */
const AT_ONCE = 128

/** The metrics of a task that ask a judge. */
interface JudgedPart {
  /** The task with those metrics alone. */
  readonly task: Task
  readonly columns: readonly string[]
  readonly items: ReadonlyMap<string, Item>
}

/** By task name; tasks whose metrics ask no judge are not there. */
function judgedParts(tasks: readonly Task[]): ReadonlyMap<string, JudgedPart> {
  const parts = new Map<string, JudgedPart>()
  for (const task of tasks) {
    const [first, ...others] = task.metrics.filter((spec) => judgeOf(spec) !== undefined)
    if (first === undefined) continue
    const metrics = [first, ...others] as const
    const items = new Map(task.queries.map((item) => [item.id, item]))
    parts.set(task.name, {
      task: { ...task, metrics },
      columns: metrics.map(({ column }) => column),
      items,
    })
  }
  return parts
}

/** The columns of judges that a row has no score in; none for a trial that has no scores at all. */
function lackingColumns({ outcome, scores }: Result, { columns }: JudgedPart): readonly string[] {
  return isScored(outcome) ? columns.filter((column) => scores[column] === undefined) : []
}

async function countLacking(
  path: string,
  planned: KeyMap,
  judged: ReadonlyMap<string, JudgedPart>,
): Promise<number> {
  let count = 0
  for await (const result of readResults(path, planned, { superseded: 0 }, { texts: false })) {
    const part = judged.get(result.task)
    if (part !== undefined && lackingColumns(result, part).length > 0) count++
  }
  return count
}

/** A row with the scores that it lacked. All else of it stays, what other metrics had to report too. */
function judgedRow(
  result: Result,
  part: JudgedPart,
  scorers: ScorerOf,
): RowChange | Promise<RowChange> | undefined {
  const columns = lackingColumns(result, part)
  const item = part.items.get(result.item)
  if (columns.length === 0 || item === undefined) return undefined
  const rescored = rescoreTrial(result, item, scorers(part.task))
  if (rescored === undefined) return undefined
  const change = ({ scores, error }: Awaited<typeof rescored>): RowChange => ({
    outcome: result.outcome,
    answer: result.answer,
    columns,
    scores,
    error: problemText([...problemsBeside(result.error, columns), ...(error?.split('\n') ?? [])]),
  })
  return rescored instanceof Promise ? rescored.then(change) : change(rescored)
}

function judgeLine(name: string, judges: Judges): string {
  const { asked, found, failed, usd } = judges.counts(name)
  const parts = [
    `${questionsText(asked)} asked`,
    ...(found > 0 ? [`${found.toLocaleString('en-US')} found on file`] : []),
    ...(failed > 0 ? [`${failed.toLocaleString('en-US')} failed`] : []),
  ]
  return `judge ${name}: ${parts.join(', ')}${usd === undefined ? '' : `, for ${dollars(usd)}`}`
}

function questionsText(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'question' : 'questions'}`
}

function lackingLines(count: number): string[] {
  if (count === 0) return []
  return [
    `${trialsText(count)} without a judged score, which is no score of 0: the column error says why; the same command asks again what failed`,
  ]
}
