import { describe, expect, test } from 'vitest'
import { compileTemplate } from '../../src/prompts/compile-template.ts'
import { renderPrompt } from '../../src/prompts/render-prompt.ts'
import { makeItem, makeTask } from '../fixtures/tasks.ts'

const { template } = makeTask()
const query = makeItem('q', 'chien', 'dog')
const shown = [makeItem('a', 'chat', 'cat'), makeItem('b', 'pain', 'bread')].map((item) => ({
  item,
  label: item.targets[0] as string | undefined,
}))

describe('raw', () => {
  test('zero shots without instruction is the query alone', () => {
    const prompt = renderPrompt('raw', { template, instruction: 'off', demonstrations: [], query })
    expect(prompt).toEqual({ rendering: 'raw', text: 'Q: chien\nA:', cuts: [3] })
  })

  test('instruction and demonstrations stand above, and the cuts are where each ends', () => {
    const prompt = renderPrompt('raw', { template, instruction: 'on', demonstrations: shown, query })
    if (prompt.rendering !== 'raw') throw new Error('not raw')
    expect(prompt.text).toBe('Answer.\n\nQ: chat\nA: cat\n\nQ: pain\nA: bread\n\nQ: chien\nA:')
    expect(prompt.cuts.map((cut) => prompt.text.slice(0, cut).split('\n').at(-1))).toEqual([
      'Answer.',
      'A: cat',
      'A: bread',
      'Q: ',
    ])
  })

  test('an unlabelled demonstration shows its input alone', () => {
    const [first] = shown
    if (first === undefined) throw new Error('none')
    const demonstrations = [{ ...first, label: undefined }]
    const prompt = renderPrompt('raw', { template, instruction: 'off', demonstrations, query })
    expect(prompt).toMatchObject({ text: 'Q: chat\nA:\n\nQ: chien\nA:' })
  })
})

describe('chat', () => {
  test('is the raw text as one user message', () => {
    const parts = { template, instruction: 'on', demonstrations: shown, query } as const
    const raw = renderPrompt('raw', parts)
    const chat = renderPrompt('chat', parts)
    if (raw.rendering !== 'raw' || chat.rendering === 'raw') throw new Error('wrong rendering')
    expect(chat.messages).toEqual([{ role: 'user', content: raw.text, cuts: raw.cuts }])
  })

  test('chat-turns shows demonstrations as earlier turns', () => {
    const prompt = renderPrompt('chat-turns', { template, instruction: 'on', demonstrations: shown, query })
    if (prompt.rendering === 'raw') throw new Error('raw')
    expect(prompt.messages.map(({ role, content }) => [role, content])).toEqual([
      ['user', 'Answer.\n\nQ: chat\nA:'],
      ['assistant', 'cat'],
      ['user', 'Q: pain\nA:'],
      ['assistant', 'bread'],
      ['user', 'Q: chien\nA:'],
    ])
    expect(prompt.messages[0]?.cuts).toEqual(['Answer.'.length])
  })

  test('unlabelled turns join the next user turn, none is lost', () => {
    const demonstrations = shown.map(({ item }) => ({ item, label: undefined }))
    const prompt = renderPrompt('chat-turns', { template, instruction: 'off', demonstrations, query })
    if (prompt.rendering === 'raw') throw new Error('raw')
    expect(prompt.messages.map(({ content }) => content)).toEqual([
      'Q: chat\nA:\n\nQ: pain\nA:\n\nQ: chien\nA:',
    ])
  })
})

describe('templates', () => {
  test.each([
    ['{{ input }}', 'chat'],
    ['{{input}}', 'chat'],
    ['{{ input | upper }}', 'CHAT'],
    ['{{ input }}\n', 'chat\n'],
    ['Say:\n\n', 'Say:\n\n'],
    ['{% if n > 2 %}many{% else %}few{% endif %}', 'many'],
    ['{{ list[1] }}', 'b'],
    ['{{ n }}', '3'],
  ])('%j renders %j', (source, text) => {
    expect(compileTemplate(source)({ input: 'chat', n: 3, list: ['a', 'b'] })).toBe(text)
  })
})
