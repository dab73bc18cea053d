import type { PageData } from '../report-html.ts'
import { element } from './element.ts'
import { shownTrial } from './trial.ts'
import { filterChoices, filteredTrials, type TrialFilter } from './trial-list.ts'
import { trialView } from './trial-view.ts'

/** The window that shows trials one by one. Opens at a cell; filters, and moves by button or key. */
export function createTrialDialog(data: PageData): { open(cell: number): void } {
  const model = element('select', { id: 'filter-model' })
  const shots = element('select', { id: 'filter-shots' })
  const show = element('select', { id: 'filter-show' })
  const previous = element('button', { type: 'button', 'aria-keyshortcuts': 'k ArrowLeft' }, 'Previous')
  const next = element('button', { type: 'button', 'aria-keyshortcuts': 'j ArrowRight' }, 'Next')
  const close = element('button', { type: 'button', class: 'close' }, 'Close')
  const title = element('h2', { id: 'trials-title' })
  const where = element('p', { class: 'where', role: 'status' })
  const body = element('div', { class: 'trial', tabindex: 0, role: 'region', 'aria-label': 'Trial' })
  const dialog = element(
    'dialog',
    { id: 'trials', 'aria-labelledby': 'trials-title' },
    element('div', { class: 'bar' }, title, close),
    element(
      'div',
      { class: 'bar' },
      labelled('Model', model),
      labelled('Shots', shots),
      labelled('Show', show),
    ),
    element('div', { class: 'bar' }, previous, next, where),
    element(
      'p',
      { class: 'muted keys' },
      'j or → next, k or ← previous, a all, w wrong, u without an answer, Esc close',
    ),
    body,
  )
  document.body.append(dialog)

  let filter: TrialFilter = { scope: 0, model: '', shots: '', show: 'all' }
  let list: number[] = []
  let at = 0

  const draw = () => {
    const packed = data.trials[list[at] ?? -1]
    where.textContent =
      list.length === 0
        ? 'No such trial in this page.'
        : `${at + 1} of ${list.length} in this page${ofAll(data, filter)}`
    previous.disabled = at <= 0
    next.disabled = at >= list.length - 1
    body.replaceChildren(...(packed === undefined ? [] : [trialView(shownTrial(data, packed), data)]))
    body.scrollTop = 0
  }
  const apply = (changes: Partial<TrialFilter>) => {
    filter = { ...filter, ...changes }
    list = filteredTrials(data, filter)
    at = 0
    model.value = filter.model
    shots.value = filter.shots
    show.value = filter.show
    draw()
  }
  const move = (step: number) => {
    if (at + step < 0 || at + step >= list.length) return
    at += step
    draw()
  }
  model.addEventListener('change', () => apply({ model: model.value }))
  shots.addEventListener('change', () => apply({ shots: shots.value }))
  show.addEventListener('change', () => apply({ show: show.value as TrialFilter['show'] }))
  previous.addEventListener('click', () => move(-1))
  next.addEventListener('click', () => move(1))
  close.addEventListener('click', () => dialog.close())
  const keys: { readonly [key: string]: () => void } = {
    j: () => move(1),
    ArrowRight: () => move(1),
    k: () => move(-1),
    ArrowLeft: () => move(-1),
    a: () => apply({ show: 'all' }),
    w: () => apply({ show: 'wrong' }),
    u: () => apply({ show: 'no_answer' }),
  }
  dialog.addEventListener('keydown', (event) => {
    const act = keys[event.key]
    const isTyping = event.target instanceof HTMLSelectElement
    if (act === undefined || isTyping || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    act()
  })

  return {
    open: (number) => {
      const cell = data.cells[number]
      if (cell === undefined) return
      const choices = filterChoices(data, cell.scope)
      model.replaceChildren(...options('all models', choices.models))
      shots.replaceChildren(...options('all k', choices.shots, (k) => `k = ${k}`))
      show.replaceChildren(
        element('option', { value: 'all' }, 'all'),
        element('option', { value: 'wrong' }, 'wrong'),
        element('option', { value: 'no_answer' }, 'without an answer'),
      )
      title.textContent = [cell.task, cell.condition].filter((part) => part !== '').join(', ')
      dialog.showModal()
      apply({ scope: cell.scope, model: cell.label, shots: String(cell.shots), show: 'all' })
      body.focus()
    },
  }
}

function labelled(text: string, control: HTMLElement): HTMLElement {
  return element('label', {}, `${text} `, control)
}

function options(any: string, values: readonly string[], text = (value: string) => value): HTMLElement[] {
  return [
    element('option', { value: '' }, any),
    ...values.map((value) => element('option', { value }, text(value))),
  ]
}

/** How many such trials the run has. */
function ofAll({ cells }: PageData, { scope, model, shots, show }: TrialFilter): string {
  const members = cells.filter(
    (cell) =>
      cell.scope === scope &&
      (model === '' || cell.label === model) &&
      (shots === '' || String(cell.shots) === shots),
  )
  const count = { all: 'trials', wrong: 'wrong', no_answer: 'noAnswer' } as const
  const total = members.reduce((sum, cell) => sum + (cell[count[show]] ?? 0), 0)
  return `; the run has ${total}`
}
