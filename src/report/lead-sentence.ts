import { countText, listText } from '../charts/findings/plain-numbers.ts'
import type { CurveGroup, NamedCurve } from './curve-groups.ts'

/** More names than these make no sentence. */
const MOST_NAMES = 4

/** What the curves of a report show, in one sentence: whether anything is emergent, which, and where. */
export function leadSentence(groups: readonly CurveGroup[]): string {
  const all = groups.reduce((sum, { curves }) => sum + curves.length, 0)
  const of = (kind: CurveGroup['kind']) => groups.find((group) => group.kind === kind)?.curves ?? []
  const [emergent, artefacts, apparent] = [of('emergent'), of('metric_artefact'), of('apparent')]
  if (all === 1) return leadOfOne(groups)
  const over = `${countText(all, 'curve')} over model size`
  if (emergent.length > 0) {
    const some = emergent.length === 1 ? 'One' : String(emergent.length)
    return `${some} of ${over} ${emergent.length === 1 ? 'shows' : 'show'} emergence: ${names(emergent, true)}.`
  }
  if (artefacts.length > 0)
    return (
      `No curve over model size shows emergence: ${artefacts.length} of ${all} ${artefacts.length === 1 ? 'looks' : 'look'} ` +
      `like it, but on the discontinuous metric alone, likely an artefact of the metric: ${names(artefacts, false)}.`
    )
  if (apparent.length > 0)
    return (
      `No curve over model size is shown to be emergent: in ${apparent.length} of ${all} emergence is apparent, but ` +
      `whether the ability jumps or only the metric cannot be told: ${names(apparent, false)}.`
    )
  const counts = groups.map(({ word, curves }) => `${curves.length} ${word}`)
  return `None of ${over} shows emergence: ${listText(counts)}.`
}

/** Of a single curve its own sentence says it best. */
function leadOfOne(groups: readonly CurveGroup[]): string {
  const [only] = groups.flatMap(({ curves }) => curves)
  if (only === undefined) return ''
  const { sentence } = only.row
  return sentence.includes(only.name) ? sentence : `${only.name}: ${sentence}`
}

function names(curves: readonly NamedCurve[], withGaps: boolean): string {
  const told = curves.map(({ name, gap }) => {
    if (!withGaps || gap === undefined) return name
    return curves.length === 1 ? `${name}, ${gap} parameters` : `${name} (${gap} parameters)`
  })
  return told.length <= MOST_NAMES
    ? listText(told)
    : `${told.slice(0, MOST_NAMES - 1).join(', ')} and ${told.length - MOST_NAMES + 1} others`
}
