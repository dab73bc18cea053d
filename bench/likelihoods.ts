// Measures what it costs to score a token that is given, beside evaluating it, with the built-in engine:
//   node bench/likelihoods.ts [MODEL …]          (about a minute; names as in tests/real-parts.ts)
// Prints the tables of docs/providers.md. One thread, CPU time; the smallest of five measurements, in turn.
import { loadavg } from 'node:os'
import type { ScoreNext } from '../src/providers/llama/score-next.ts'
import type { RealModel } from '../tests/providers/llama/real-engine.ts'
import { openScoring, type RealScoring } from '../tests/providers/llama/real-scoring.ts'
import { WEIGHTS_SHA256 } from '../tests/real-parts.ts'
import { markdownTable } from './peers/markdown-table.ts'

const PROMPT =
  'English: dog\nFrench: chien\n\nEnglish: the red house by the river\nFrench: la maison rouge au bord de la rivière\n\nEnglish: I would like two coffees, please\nFrench:'
const TARGET = " je voudrais deux cafés, s'il vous plaît"
const ROUNDS = 5

/** A question whose demonstrations are held, and its choices. */
const QUESTION =
  'Country: France\nCapital: Paris\n\nCountry: Spain\nCapital: Madrid\n\nCountry: Italy\nCapital:'
const CHOICES = [' the city of Rome in Lazio', ' the city of Milan in Lombardy', ' Naples', ' Turin']

/** Milliseconds of CPU that one way of evaluating tokens after the prompt takes. */
async function timed(scoring: RealScoring, end: number, work: () => Promise<unknown>): Promise<number> {
  const { sequence } = scoring
  await sequence.eraseContextTokenRanges([{ start: end, end: sequence.nextTokenIndex }])
  return cpuMs(work)
}

async function measure(name: RealModel): Promise<string[]> {
  const scoring = await openScoring(name)
  const { sequence } = scoring
  const end = scoring.tokens(PROMPT).length
  const all = scoring.tokens(PROMPT + TARGET)
  await sequence.evaluateWithoutGeneratingNewTokens(all.slice(0, end) as never)
  const batch = all.slice(end, -1)
  const asked = all.slice(end + 1).map((token) => [token])
  const scored = (way: ScoreNext) => () => way(batch, asked)
  // The least that leaves logits at each position: one greedy choice each.
  const evaluated = () =>
    sequence.controlledEvaluate(batch.map((token) => [token as never, { generateNext: { token: true } }]))
  const ways = [evaluated, scored(scoring.fast), scored(scoring.plain)]
  const best = ways.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < ROUNDS; round++)
    for (const [place, work] of ways.entries())
      best[place] = Math.min(best[place] ?? 0, await timed(scoring, end, work))
  await scoring.close()
  const [base = 0, ...others] = best
  const perToken = (ms: number): string => `${((ms / batch.length) * 1000).toFixed(0)} µs`
  return [name, perToken(base), ...others.map((ms) => `${perToken(ms)} = ${(ms / base).toFixed(2)} ×`)]
}

/** Milliseconds of CPU of work. */
async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** Four choices after a question, beside evaluating the question and each choice's tokens once. */
async function measureChoices(name: RealModel): Promise<string[]> {
  const scoring = await openScoring(name)
  const { sequence } = scoring
  const { signal } = new AbortController()
  const cut = QUESTION.lastIndexOf('\n\n')
  const question = scoring.tokens(QUESTION)
  const shown = scoring.tokens(QUESTION.slice(0, cut)).length
  const rests = CHOICES.map((choice) => scoring.tokens(QUESTION + choice).slice(question.length, -1))
  const evaluate = async (from: number, tokens: readonly number[], every: boolean): Promise<void> => {
    await sequence.eraseContextTokenRanges([{ start: from, end: sequence.nextTokenIndex }])
    await sequence.controlledEvaluate(
      tokens.map((token, place) =>
        every || place === tokens.length - 1
          ? [token as never, { generateNext: { token: true } }]
          : (token as never),
      ),
    )
  }
  const evaluated = async (): Promise<void> => {
    await evaluate(shown, question.slice(shown), false)
    for (const rest of rests) if (rest.length > 0) await evaluate(question.length, rest, true)
  }
  const likelihoods = scoring.likelihoods(scoring.fast)
  const prompt = { rendering: 'raw' as const, text: QUESTION, cuts: [cut] }
  const scored = () => likelihoods({ prompt, continuations: CHOICES }, signal)
  await scored()
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < ROUNDS; round++)
    for (const [place, work] of [evaluated, scored].entries())
      best[place] = Math.min(best[place] ?? 0, await cpuMs(work))
  await scoring.close()
  const [base = 0, all = 0] = best
  return [name, `${base.toFixed(0)} ms`, `${all.toFixed(0)} ms = ${(all / base).toFixed(2)} ×`]
}

const chosen = process.argv.slice(2)
const names = (Object.keys(WEIGHTS_SHA256) as RealModel[]).filter(
  (name) => chosen.length === 0 || chosen.includes(name),
)
const rows: string[][] = []
for (const name of names) rows.push(await measure(name))
const choices: string[][] = []
for (const name of names) choices.push(await measureChoices(name))
console.log(markdownTable(['a token', 'evaluated', 'scored', 'scored by the whole distribution'], rows))
console.log(markdownTable(['four choices', 'evaluated', 'scored'], choices))
console.log(`load average at the end ${loadavg()[0]?.toFixed(1)}`)
process.exit(0)
