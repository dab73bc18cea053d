import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RandomStream, randomStream } from '../../src/domain/random.ts'
import { followed } from '../../src/scorers/instructions/follows.ts'
import { checksOf } from '../../src/scorers/instructions/item-checks.ts'

/** Another seed gives other items, and then old scores no longer compare: raise the tasks' version. */
const SEED = 5

const SOCRATES = 'Socrates'
const PUPILS = ['Crito', 'Lysis', 'Meno', 'Phaedo', 'Theages', 'Ion']
/** Words that dialogues on any subject tend to use. */
const TEMPTING = ['good', 'because', 'wise', 'think', 'mean', 'always', 'never', 'agree']
/** Rules beside the three that each item has: items of each difficulty take turns. */
const MORE_RULES = [0, 1, 2, 3]

/** A rule as the prompt says it and as it is checked. */
interface Rule {
  readonly text: string
  readonly id: string
  readonly kwargs: { readonly [name: string]: string | number | readonly string[] }
}

interface Dialogue {
  readonly subject: string
  readonly keyword: string
  readonly text: string
}

interface DialogueItem {
  readonly id: string
  readonly input: string
  /** Demonstrations alone have one. */
  readonly target?: string
  readonly difficulty: number
  readonly instruction_id_list: readonly string[]
  readonly kwargs: readonly Rule['kwargs'][]
}

/** JSON Lines by file name, from the texts beside this file: always the same bytes. */
export function dialogueFiles(): Map<string, string> {
  return new Map([
    ['demonstrations.jsonl', toJsonLines(demonstrations())],
    ['socratic-dialogue.jsonl', toJsonLines(queries())],
  ])
}

/** Dialogues written by hand, each with rules that it follows. */
function demonstrations(): DialogueItem[] {
  const stream = randomStream('instructions', SEED, 'demonstrations')
  return readDialogues().map(({ subject, keyword, text }, index) => {
    const turns = text.split('\n').map((line) => line.split(': ', 2) as [string, string])
    const speakers = turns.map(([speaker]) => speaker)
    const pupil = speakers.find((speaker) => speaker !== SOCRATES) ?? ''
    const longest = Math.max(...turns.map(([, said]) => said.split(' ').length))
    const possible = rulesFor(stream, {
      first: speakers[0] ?? '',
      last: speakers.at(-1) ?? '',
      forbidden: TEMPTING.filter((word) => !new RegExp(`\\b${word}\\b`, 'i').test(text)),
      longestTurn: 5 * Math.ceil((longest + 3) / 5),
    }).filter((rule) => follows(text, [rule]))
    const rules = [...basicRules(pupil, turns.length, keyword), ...possible.slice(0, moreRules(index))]
    const id = `demonstration-${String(index + 1).padStart(2, '0')}`
    return itemOf({ id, subject, pupil, rules, index, target: text })
  })
}

function moreRules(index: number): number {
  return MORE_RULES[index % MORE_RULES.length] ?? 0
}

/** Subjects with rules that can all be followed at once, and that no demonstration follows. */
function queries(): DialogueItem[] {
  const stream = randomStream('instructions', SEED, 'queries')
  const shown = readDialogues()
  return stream.shuffle(readLines('subjects.txt')).map((line, index) => {
    const [subject = '', keyword = ''] = line.split(': ')
    for (;;) {
      const pupil = PUPILS[stream.int(PUPILS.length)] ?? ''
      const rules = queryRules(stream, pupil, keyword, moreRules(index))
      if (!shown.some(({ text }) => follows(text, rules)))
        return itemOf({ id: subject.replaceAll(' ', '-'), subject, pupil, rules, index })
    }
  })
}

function queryRules(stream: RandomStream, pupil: string, keyword: string, more: number): Rule[] {
  const turns = 4 + stream.int(3)
  const speakers = stream.shuffle([SOCRATES, pupil])
  const possible = rulesFor(stream, {
    first: speakers[0] ?? '',
    // By turns.
    last: speakers[(turns - 1) % 2] ?? '',
    forbidden: TEMPTING,
    longestTurn: [15, 20, 25][stream.int(3)] ?? 20,
  })
  return [...basicRules(pupil, turns, keyword), ...possible.slice(0, more)]
}

/** The word ties the dialogue to its subject: another one, copied, does not do. */
function basicRules(pupil: string, turns: number, keyword: string): Rule[] {
  return [
    {
      text: `Only ${SOCRATES} and ${pupil} speak, and every line begins with the name of the speaker and a colon.`,
      id: 'dialogue:speakers',
      kwargs: { speakers: [SOCRATES, pupil] },
    },
    {
      text: `The dialogue has exactly ${turns} turns.`,
      id: 'dialogue:turns',
      kwargs: { num_turns: turns, relation: 'exactly' },
    },
    {
      text: `The word "${keyword}" is used.`,
      id: 'keywords:existence',
      kwargs: { keywords: [keyword] },
    },
  ]
}

interface Wanted {
  readonly first: string
  readonly last: string
  readonly forbidden: readonly string[]
  /** Every turn has fewer words. */
  readonly longestTurn: number
}

/** Rules that go together, in random order. */
function rulesFor(stream: RandomStream, wanted: Wanted): Rule[] {
  const forbidden = stream.shuffle(wanted.forbidden).slice(0, 2)
  const rules: Rule[] = [
    { text: 'The speakers take turns.', id: 'dialogue:alternating', kwargs: {} },
    {
      text: `${wanted.first} speaks first.`,
      id: 'dialogue:first_speaker',
      kwargs: { speaker: wanted.first },
    },
    {
      text: `${wanted.last} has the last word.`,
      id: 'dialogue:last_speaker',
      kwargs: { speaker: wanted.last },
    },
    {
      text: `${SOCRATES} only asks questions: each of his sentences ends with a question mark.`,
      id: 'dialogue:questions',
      kwargs: { speaker: SOCRATES },
    },
    {
      text: `Every turn has fewer than ${wanted.longestTurn} words.`,
      id: 'dialogue:turn_words',
      kwargs: { num_words: wanted.longestTurn, relation: 'less than' },
    },
    {
      text: `The words ${forbidden.map((word) => `"${word}"`).join(' and ')} are not used.`,
      id: 'keywords:forbidden_words',
      kwargs: { forbidden_words: forbidden },
    },
    { text: 'There is no comma.', id: 'punctuation:no_comma', kwargs: {} },
  ]
  return stream.shuffle(rules)
}

interface Parts {
  readonly id: string
  readonly subject: string
  readonly pupil: string
  readonly rules: readonly Rule[]
  readonly index: number
  readonly target?: string
}

function itemOf({ id, subject, pupil, rules, index, target }: Parts): DialogueItem {
  const head = `Write a short Socratic dialogue on ${subject} between ${SOCRATES} and ${pupil}.`
  return {
    id,
    input: [head, ...rules.map(({ text }) => `- ${text}`)].join('\n'),
    ...(target === undefined ? {} : { target }),
    difficulty: 1 + moreRules(index),
    instruction_id_list: rules.map((rule) => rule.id),
    kwargs: rules.map((rule) => rule.kwargs),
  }
}

function follows(text: string, rules: readonly Rule[]): boolean {
  const fields = { instruction_id_list: rules.map(({ id }) => id), kwargs: rules.map(({ kwargs }) => kwargs) }
  return followed(text, checksOf({ id: '', input: '', targets: [''], fields }), 'strict').every(Boolean)
}

function readLines(name: string): string[] {
  return readFileSync(join(import.meta.dirname, name), 'utf8')
    .trim()
    .split('\n')
}

/** Behind `#` a subject and a word of the dialogue; below it the turns. */
function readDialogues(): Dialogue[] {
  return readLines('dialogues.txt')
    .join('\n')
    .split(/^# /m)
    .filter((part) => part !== '')
    .map((part) => {
      const [head = '', ...lines] = part.trim().split('\n')
      const [subject = '', keyword = ''] = head.split(': ')
      return { subject, keyword, text: lines.join('\n') }
    })
}

function toJsonLines(items: readonly DialogueItem[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('')
}

if (import.meta.main) {
  for (const [name, text] of dialogueFiles()) writeFileSync(join(import.meta.dirname, name), text)
}
