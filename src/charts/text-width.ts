import stringWidth from 'string-width'

/** Advance in ems by kind of character, of the wider sans-serif fonts in use (DejaVu Sans, Noto Sans, Verdana). */
const NARROW = /[\s.,:;'|!()[\]ijlrtfI·-]/u
const WIDE = /[mwMWQ@%&–—]|\p{Lu}/u

/** About how wide a text is drawn in a sans-serif font, in pixels: rather too wide than too narrow. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0
  for (const char of text)
    ems += stringWidth(char) === 2 ? 1 : NARROW.test(char) ? 0.36 : WIDE.test(char) ? 0.8 : 0.6
  return ems * fontSize
}
