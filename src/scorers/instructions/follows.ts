import type { Check } from './instruction.ts'
import { isBlank, strip } from './text-classes.ts'

/** Whether a response counts as it stands, or also without what models like to add. */
export const MODES = ['strict', 'loose'] as const

export type Mode = (typeof MODES)[number]

/**
 * Which instructions a response follows. A blank one follows none. Loose (Zhou et al. 2023, section 2.2): one of eight
 * responses is enough, the response with and without its stars, each as it stands, without its first line, without its
 * last line, and without both.
 */
export function followed(response: string, checks: readonly Check[], mode: Mode): readonly boolean[] {
  const tried = (mode === 'loose' ? variantsOf(response) : [response]).filter((text) => !isBlank(text))
  return checks.map((check) => tried.some(check))
}

function variantsOf(response: string): readonly string[] {
  const lines = response.split('\n')
  const shorter = [lines.slice(1), lines.slice(0, -1), lines.slice(1, -1)].map((kept) =>
    strip(kept.join('\n')),
  )
  const whole = [response, ...shorter]
  return [...new Set([...whole, ...whole.map((text) => text.replaceAll('*', ''))])]
}
