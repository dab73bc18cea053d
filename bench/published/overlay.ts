import { join } from 'node:path'
import type { Point } from '../../src/domain/point.ts'
import { readCurve } from '../../src/results/read-curve.ts'

/** What our tasks are called in GPT-3's table. */
const MATCHES = [
  ['gpt3-add-2-digit', '2D+'],
  ['gpt3-add-3-digit', '3D+'],
  ['gpt3-multiply-2-digit', '2Dx'],
  ['gpt3-composite-1-digit', '1DC'],
] as const

const GPT3 = 'results/published/gpt3'
const OURS = 'results/reference/gpt3-arithmetic'
const FIGURE = 'docs/gpt3-arithmetic.svg'

/** Arguments of the command that draws our ladder over GPT-3's curve, from the project's folder. */
export const OVERLAY_ARGS: readonly string[] = [
  ...['plot', GPT3, OURS],
  ...MATCHES.flatMap(([ours, theirs]) => ['--match', `${ours}=${theirs}`]),
  ...['--title', "Arithmetic in GPT-3's wording: GPT-3 (2020) and four small models of 2024 and 2025"],
  ...['--out', FIGURE],
]

/** Sizes of GPT-3 beside ours: the least, the two about our largest, and the largest. */
const THEIR_MODELS = ['GPT-3 Small', 'GPT-3 Large', 'GPT-3 XL', 'GPT-3 175B']

/** The section of docs/published.md about our ladder on the same wording. */
export async function overlaySection(project: string): Promise<string> {
  const [theirs, ours] = await Promise.all(
    [GPT3, OURS].map((folder) => readCurve(join(project, folder, 'curve.csv'))),
  )
  const models = [...new Set(ours?.map(({ model }) => model))]
  const rows = MATCHES.flatMap(([own, task]) =>
    [0, 1, 50].map((shots) => [
      task,
      String(shots),
      ...THEIR_MODELS.map((model) => scoreOf(theirs, { task, model, shots, metric: 'acc' })),
      ...models.map((model) => scoreOf(ours, { task: own, model, shots, metric: 'exact_match' })),
    ]),
  )
  const words = OVERLAY_ARGS.map((word) => (/[^\w./=+-]/.test(word) ? `"${word}"` : word)).join(' ')
  return `
## Four small models over GPT-3's curve

${READING_BEFORE}

\`\`\`sh
icl run --suite examples/gpt3-arithmetic.yaml --run gpt3-arithmetic --model ${models.join(',')}
icl ${words}
\`\`\`

![Four panels, 2D+, 3D+, 2Dx and 1DC: GPT-3 stays at the floor up to 6.7B and rises by 175B; Qwen2.5-Coder is high at 0.5B and 1.5B already](gpt3-arithmetic.svg)

| task | k | ${[...THEIR_MODELS.map((name) => name.replace('Small', '125M').replace('Large', '760M').replace('XL', '1.3B')), ...models].join(' | ')} |
| --- | --: | ${[...THEIR_MODELS, ...models].map(() => '--:').join(' | ')} |
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
${READING_AFTER}`
}

function scoreOf(
  points: readonly Point[] | undefined,
  about: Partial<Record<'task' | 'model' | 'metric', string>> & { readonly shots: number },
): string {
  const found = points?.find((point) =>
    (['task', 'model', 'metric', 'shots'] as const).every((key) => point[key] === about[key]),
  )
  const { score, ciLow, ciHigh } = found ?? {}
  if (score === undefined) throw new Error(`no score of ${JSON.stringify(about)}`)
  if (found?.items === 2000 || ciLow === undefined || ciHigh === undefined) return score.toFixed(3)
  return `${score.toFixed(2)} [${ciLow.toFixed(2)}, ${ciHigh.toFixed(2)}]`
}

const READING_BEFORE = `The suite [examples/gpt3-arithmetic.yaml](../examples/gpt3-arithmetic.yaml) asks what GPT-3 was asked: the paper's wording,
operands uniform on the same ranges, 0, 1 and 50 demonstrations. 100 problems a task, 4,800 trials, 20 minutes on two busy
cores; [results/reference/gpt3-arithmetic](../results/reference/gpt3-arithmetic) has them all. \`icl plot\` takes several
folders ([figures.md](figures.md#several-runs-and-imports-in-one-figure)):`

const READING_AFTER = `
Ours have 95 % intervals over items; GPT-3's 2,000 items make half a width of at most 0.022.

**What the figure says.** SmolLM2 at 135M and Gemma 3 at 268M are at the floor, as GPT-3 is at these sizes (1DC at k = 1
apart). Qwen2.5-Coder at 1.5B has 1.00 on 2D+ and 0.94 on 3D+ at k = 50, where GPT-3 had 0.045 and 0.005 at 1.3B and 1.00
and 0.804 at 175B; at 0.5B and k = 0 it is above GPT-3 at 175B on 2D+ and 3D+. So the size at which arithmetic leaves the
floor belongs to a family and its training, not to a number of parameters, and a line through models of several families
would be about neither. Four sizes of three families carry no verdict, and the run says so.

**More demonstrations are not better for all.** With 50 of them Qwen2.5-Coder at 0.5B falls from 0.66 to 0.10 on 3D+,
by and by: 0.57, 0.30 and 0.20 with 4, 16 and 32, on 30 problems (the command with \`--task gpt3-add-3-digit --shots
4,16,32 --limit 30\`). At 1.5B nothing is lost, and GPT-3 gains from k = 0 to 50 at its largest sizes. This is one draw of
demonstrations, and one quantisation (4 bits).

**What can be compared:** scores on the same wording, the same distribution of problems and the same number of
demonstrations, and for each family how it grows. **What cannot:** parameters as a cause. GPT-3 is a base model of 2020;
ours are of 2024 and 2025, trained on 2 to 6 trillion tokens (GPT-3: 0.3 trillion), three of them tuned to follow
instructions, two on code, all quantised. They read numbers digit by digit (in trials.csv each digit more is one prompt
token more), where GPT-3's byte pairs join digits as they happen to be frequent. What either has seen of such problems is not known. The problems are not the paper's own, which
are not published as a table; the paper draws demonstrations for each problem, here one draw serves all; the paper's
answers are judged by its own exact match, ours by the whole first line, which must be the number.
`
