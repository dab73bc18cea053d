import type { DetailSection } from '../charts/details/detail-section.ts'
import { wrappedText } from '../charts/wrapped-text.ts'
import type { DetailsProgress } from './details-progress.ts'
import type { Host } from './host.ts'

/** Prints the parts of a page of details, each as soon as it is computed: the fits take a second or two. */
export function showSections(
  host: Host,
  sections: Iterable<DetailSection>,
  progress: Pick<DetailsProgress, 'clear'>,
): void {
  for (const { title, lines, text = [] } of sections) {
    progress.clear()
    host.out('')
    host.out(title)
    for (const line of lines) host.out(`  ${line}`.trimEnd())
    for (const line of text.flatMap((one) => wrappedText(one, host.width, 2))) host.out(line)
  }
  progress.clear()
  host.out('')
}
