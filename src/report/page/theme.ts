const THEMES = ['system', 'light', 'dark'] as const

/** Lets a button go through the themes. Charts follow by themselves: their colours are the page's. */
export function startTheme(button: HTMLButtonElement): void {
  let at = 0
  button.hidden = false
  button.addEventListener('click', () => {
    at = (at + 1) % THEMES.length
    const theme = THEMES[at] ?? 'system'
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
    button.textContent = `Theme: ${theme}`
  })
}
