/** Shows what is said of a point beside it. */
export function createTooltip(box: HTMLElement) {
  let anchor: Element | undefined
  const place = (text: string, x: number, y: number) => {
    box.textContent = text
    box.hidden = false
    const { offsetWidth, offsetHeight } = box
    const left = Math.max(4, Math.min(x + 12, document.documentElement.clientWidth - offsetWidth - 4))
    const top = y + 16 + offsetHeight > window.innerHeight ? y - offsetHeight - 12 : y + 16
    box.style.left = `${left}px`
    box.style.top = `${Math.max(4, top)}px`
  }
  const placeBeside = (text: string, element: Element) => {
    const { right, bottom } = element.getBoundingClientRect()
    place(text, right, bottom)
  }
  const hide = () => {
    box.hidden = true
  }
  return {
    show: (text: string, x: number, y: number) => {
      anchor = undefined
      place(text, x, y)
    },
    /** Beside an element, with which it moves. */
    showBeside: (text: string, element: Element) => {
      anchor = element
      placeBeside(text, element)
    },
    hide,
    /** What focus shows stays with its point, which focus itself may have scrolled into view; the rest goes. */
    scrolled: () => {
      if (anchor === undefined || box.hidden) hide()
      else placeBeside(box.textContent ?? '', anchor)
    },
  }
}

export type Tooltip = ReturnType<typeof createTooltip>
