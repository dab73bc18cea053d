import {
  ABBREVIATIONS,
  BEGINS_LOWER,
  COLLOCATIONS,
  LOWER,
  LOWER_AND_UPPER,
  STARTERS,
} from './punkt-english.ts'

/** What Punkt learned of English, as far as its decisions depend on it. Words are in small letters. */
interface PunktModel {
  /** Without their last full stop. */
  readonly abbreviations: ReadonlySet<string>
  /** `j aron`: no sentence ends behind the first word though a full stop stands there. */
  readonly collocations: ReadonlySet<string>
  /** Words that often begin a sentence. */
  readonly starters: ReadonlySet<string>
  /** Words seen with a small first letter. */
  readonly seenLower: ReadonlySet<string>
  /** Those of them also seen with a capital inside a sentence. */
  readonly seenUpperInside: ReadonlySet<string>
  /** Those of them that began a sentence so, and were never seen with a capital. */
  readonly beginsLower: ReadonlySet<string>
}

let made: PunktModel | undefined

/** The English model, made at the first call. */
export function punktModel(): PunktModel {
  made ??= {
    abbreviations: new Set(ABBREVIATIONS.trim().split('\n')),
    collocations: new Set(COLLOCATIONS.trim().split('\n')),
    starters: new Set(STARTERS.trim().split('\n')),
    seenLower: new Set([...LOWER.trim().split(/\s+/), ...LOWER_AND_UPPER.trim().split(/\s+/)]),
    seenUpperInside: new Set(LOWER_AND_UPPER.trim().split(/\s+/)),
    beginsLower: new Set(BEGINS_LOWER.trim().split(/\s+/)),
  }
  return made
}
