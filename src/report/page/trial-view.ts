import type { PageData } from '../report-html.ts'
import { element, foreignText } from './element.ts'
import type { ShownTrial } from './trial.ts'

/** One trial as the page shows it: what was asked, what came back, and how it was scored. */
export function trialView(trial: ShownTrial, data: PageData): HTMLElement {
  const cell = data.cells[trial.cell]
  const article = element('article', {})
  article.append(
    element(
      'p',
      { class: 'muted' },
      [
        cell?.label ?? '',
        `k = ${cell?.shots ?? ''}`,
        cell?.condition ?? '',
        `item ${trial.item}`,
        `draw ${trial.draw}`,
        trial.repeat > 0 ? `repeat ${trial.repeat}` : '',
      ]
        .filter((part) => part !== '')
        .join(' · '),
    ),
    verdictLine(trial),
    block('Response', trial.response, 'empty'),
    pair(block('Answer taken from it', trial.answer, 'none'), block('Target', trial.target, 'none')),
  )
  if (trial.reasoning !== undefined) article.append(folded('Reasoning', foreignText(trial.reasoning)))
  if (trial.error !== undefined) article.append(block('Error', trial.error, ''))
  article.append(prompt(trial))
  if (trial.likelihoods !== null) article.append(likelihoods(trial.likelihoods))
  article.append(costs(trial))
  return article
}

function verdictLine(trial: ShownTrial): HTMLElement {
  const line = element('p', { class: `outcome ${trial.kind}` })
  const finish = trial.finish === undefined ? '' : ` (${trial.finish})`
  line.append(element('strong', {}, OUTCOME_WORDS[trial.kind]), ` Outcome: ${trial.outcome}${finish}. `)
  line.append(trial.scores.map(({ name, score }) => `${name.replaceAll('_', ' ')} ${score}`).join(', '))
  return line
}

const OUTCOME_WORDS = { wrong: 'Wrong.', no_answer: 'No answer.', right: 'Not wrong.' } as const

function block(title: string, text: string | undefined, without: string): HTMLElement {
  const part = element('section', {}, element('h3', {}, title))
  part.append(
    text === undefined || text === '' ? element('p', { class: 'muted' }, without) : foreignText(text),
  )
  return part
}

function pair(...parts: readonly HTMLElement[]): HTMLElement {
  return element('div', { class: 'pair' }, ...parts)
}

function folded(title: string, ...content: readonly Node[]): HTMLElement {
  return element('details', {}, element('summary', {}, title), ...content)
}

function prompt({ prompt }: ShownTrial): HTMLElement {
  const part = element('section', {}, element('h3', {}, 'Prompt'))
  if (prompt === undefined)
    part.append(element('p', { class: 'muted' }, 'not in the plan of the run any more'))
  for (const { role, text } of prompt ?? []) {
    if (role !== '') part.append(element('p', { class: 'role' }, role))
    part.append(foreignText(text))
  }
  return part
}

function likelihoods(list: NonNullable<ShownTrial['likelihoods']>): HTMLElement {
  const rows = list.map(({ text, logProbability, tokens }) =>
    element(
      'tr',
      {},
      element('td', { class: 'text' }, foreignText(text)),
      element('td', {}, logProbability.toFixed(3)),
      element('td', {}, String(tokens)),
    ),
  )
  const head = element(
    'tr',
    {},
    ...['text', 'ln p', 'tokens'].map((name) => element('th', { scope: 'col' }, name)),
  )
  return element(
    'table',
    {},
    element('caption', {}, 'Log-likelihoods after the prompt'),
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  )
}

function costs({ promptTokens, completionTokens, latencyMs, costUsd }: ShownTrial): HTMLElement {
  const parts = [
    promptTokens === null ? '' : `${promptTokens} prompt tokens`,
    completionTokens === null ? '' : `${completionTokens} answer tokens`,
    latencyMs === null ? '' : `${latencyMs} ms`,
    costUsd === null ? '' : `${costUsd} USD`,
  ]
  return element('p', { class: 'muted' }, parts.filter((part) => part !== '').join(' · '))
}
