// A provider of one's own: models that live in this process. Each reads the last demonstrations of its prompt, a small
// one fewer than a large one, and answers with the label of the one that begins with the same letter.
// In a checkout: node --conditions=icl-source examples/library/own-provider.ts
import { type CustomProvider, ProviderError, readCurves, runSuite } from 'icl-harness'

/** How many demonstrations a model reads. */
const reach: Readonly<Record<string, number>> = { small: 1, medium: 4, large: 16 }

const copier: CustomProvider = {
  version: '1',
  concurrency: 2,
  renderings: ['raw'],
  complete: ({ model, prompt }) => {
    const read = reach[model]
    if (read === undefined)
      throw new ProviderError(`there is no model ${model}`, { provider: 'copier', model, kind: 'not-found' })
    const blocks = (prompt.rendering === 'raw' ? prompt.text : '').split('\n\n')
    const letterOf = (block = ''): string | undefined => /Word: (\w)/.exec(block)?.[1]
    const asked = letterOf(blocks.at(-1))
    const shown = blocks.slice(0, -1).slice(-read)
    const alike = shown.findLast((block) => letterOf(block) === asked)
    return alike?.split('Box: ')[1] ?? 'none'
  },
}

const boxes = { a: 'red', b: 'green', c: 'blue', d: 'white' }
const words =
  'ant apple arm ash axe bag ball bean bell boat cake cat chair coin cup dart desk dish dog drum'.split(' ')

const summary = await runSuite({
  run: 'boxes',
  config: {
    providers: { copier },
    models: [
      { name: 'small', provider: 'copier', family: 'Copier', parameters: '1K' },
      { name: 'medium', provider: 'copier', family: 'Copier', parameters: '4K' },
      { name: 'large', provider: 'copier', family: 'Copier', parameters: '16K' },
    ],
    tasks: [
      {
        suite: 'letters',
        tasks: [
          {
            name: 'boxes',
            items: words.map((word) => ({
              input: word,
              target: boxes[word.charAt(0) as keyof typeof boxes],
            })),
            pool: 8,
            template: { input: 'Word: {{ input }}\nBox:' },
            metrics: ['exact_match'],
            chance: 0.25,
          },
        ],
      },
    ],
    defaults: { shots: [0, 8], sampling: 'per-query' },
  },
})
console.log(`${summary.state}: ${summary.trials.asked} trials asked, ${summary.trials.found} found done`)

const { points, finding, verdicts } = await readCurves(summary.folder)
for (const { model, shots, score = Number.NaN } of points)
  console.log(`${model.padEnd(8)} k=${shots}  ${score.toFixed(2)}`)
console.log(finding ?? verdicts.map(({ sentence }) => sentence).join('\n'))
