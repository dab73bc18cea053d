/** Shows what is said of a point beside it; an empty text hides it. */
export function createTooltip(box: HTMLElement) {
  return {
    show: (text: string, x: number, y: number) => {
      box.textContent = text
      box.hidden = false
      const { offsetWidth, offsetHeight } = box
      const left = Math.max(4, Math.min(x + 12, document.documentElement.clientWidth - offsetWidth - 4))
      const top = y + 16 + offsetHeight > window.innerHeight ? y - offsetHeight - 12 : y + 16
      box.style.left = `${left}px`
      box.style.top = `${Math.max(4, top)}px`
    },
    hide: () => {
      box.hidden = true
    },
  }
}

export type Tooltip = ReturnType<typeof createTooltip>
