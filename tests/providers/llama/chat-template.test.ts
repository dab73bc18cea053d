import { describe, expect, test } from 'vitest'
import type { Message } from '../../../src/domain/prompt.ts'
import { compileChatTemplate } from '../../../src/providers/llama/chat-template.ts'

const MARKS = { bos: '<s>', eos: '</s>' }
const CHATML =
  "{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
const TRIMMING =
  '{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m.content | trim }}{% endfor %}[assistant]'

const user = (content: string, ...cuts: number[]): Message => ({ role: 'user', content, cuts })
const assistant = (content: string, ...cuts: number[]): Message => ({ role: 'assistant', content, cuts })

describe('compileChatTemplate', () => {
  test('opens the answer, and places contents and cuts', () => {
    const chat = compileChatTemplate(CHATML, MARKS)([user('one two', 3), assistant('ok', 2), user('one')])
    expect(chat.text).toBe(
      '<|im_start|>user\none two<|im_end|>\n<|im_start|>assistant\nok<|im_end|>\n' +
        '<|im_start|>user\none<|im_end|>\n<|im_start|>assistant\n',
    )
    expect(chat.contents?.map(({ start, end }) => chat.text.slice(start, end))).toEqual([
      'one two',
      'ok',
      'one',
    ])
    expect(chat.cuts.map((cut) => chat.text.slice(cut, cut + 5))).toEqual([' two<', '<|im_'])
  })

  test('a content equal to the template’s own text is placed right', () => {
    const chat = compileChatTemplate(CHATML, MARKS)([user('user'), assistant('<|im_end|>')])
    expect(chat.contents?.map(({ start }) => start)).toEqual([17, 54])
  })

  test.each([
    [[' one ', 3, 5], 'one', ['e[ass', '[assi']],
    [['one', 0], 'one', ['one[a']],
    [['  ', 1], '', ['[assi']],
  ] as const)('follows a template that trims: %j', ([content, ...cuts], shown, after) => {
    const chat = compileChatTemplate(TRIMMING, MARKS)([user(content, ...cuts)])
    const [span] = chat.contents ?? []
    expect(chat.text).toBe(`<s>[user]${shown}[assistant]`)
    expect(chat.text.slice(span?.start, span?.end)).toBe(shown)
    expect(chat.cuts.map((cut) => chat.text.slice(cut, cut + 5))).toEqual(after)
  })

  test('a template that rewrites contents has no places', () => {
    const shouting = compileChatTemplate('{% for m in messages %}{{ m.content | upper }}{% endfor %}', MARKS)
    expect(shouting([user('one', 1)])).toEqual({ text: 'ONE', contents: undefined, cuts: [] })
  })

  test('the date is the same on every day', () => {
    const dated = compileChatTemplate("{{ strftime_now('%d %b %Y') }} {{ messages[0].content }}", MARKS)
    expect(dated([user('one')]).text).toBe('26 Jul 2024 one')
  })

  test('throws what the template throws', () => {
    const refusing = compileChatTemplate("{{ raise_exception('System role not supported') }}", MARKS)
    expect(() => refusing([user('one')])).toThrow('System role not supported')
    expect(() => compileChatTemplate('{% for %}', MARKS)).toThrow()
  })
})
