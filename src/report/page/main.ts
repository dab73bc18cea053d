import { drawChart } from './draw-chart.ts'
import { readPageData } from './page-data.ts'
import { startTheme } from './theme.ts'
import { createTooltip } from './tooltip.ts'
import { createTrialDialog } from './trial-dialog.ts'

/** Text of an element by its id. */
function byId(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no #${id}`)
  return found
}

async function start(): Promise<void> {
  const theme = byId('theme')
  if (theme instanceof HTMLButtonElement) startTheme(theme)
  const data = await readPageData(byId('data').textContent ?? '')
  const tooltip = createTooltip(byId('tip'))
  const dialog = createTrialDialog(data)
  const open = (cell: number) => {
    tooltip.hide()
    dialog.open(cell)
  }
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('button.open') : null
    if (button !== null) open(Number(button.dataset.cell))
  })
  const places = [...document.querySelectorAll<HTMLElement>('.chart')]
  const draw = async (place: HTMLElement) => {
    const figure = data.figures[Number(place.dataset.figure)]
    if (figure === undefined || place.clientWidth === 0) return
    if (place.dataset.width === String(Math.max(240, Math.floor(place.clientWidth)))) return
    await drawChart(place, figure, { cells: data.cells, tooltip, open })
  }
  watch(places, draw)
  window.addEventListener('scroll', tooltip.scrolled, { passive: true })
  document.documentElement.dataset.ready = 'true'
}

/** Draws charts as they come near the screen, again where their width changed, and all of them for print, which has the tests of verdicts unfolded. */
function watch(places: readonly HTMLElement[], draw: (place: HTMLElement) => Promise<void>): void {
  const seen = new Set<HTMLElement>()
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) if (seen.has(target as HTMLElement)) void draw(target as HTMLElement)
  })
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        if (isIntersecting) {
          seen.add(target as HTMLElement)
          void draw(target as HTMLElement)
        }
    },
    { rootMargin: '800px' },
  )
  for (const place of places) {
    near.observe(place)
    sizes.observe(place)
  }
  window.addEventListener('beforeprint', () => {
    const folded = [...document.querySelectorAll<HTMLDetailsElement>('details.tests:not([open])')]
    const fold = (isOpen: boolean) => {
      for (const details of folded) details.open = isOpen
    }
    fold(true)
    window.addEventListener('afterprint', () => fold(false), { once: true })
    for (const place of places) void draw(place)
  })
}

void start()
