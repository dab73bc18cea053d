import OpenAI from 'openai'
import { sums } from './project.ts'

/** The official client alone: COUNT chat requests to BASE_URL, 32 at once, nothing done with the answers. */
const [baseURL, count = '1000', atOnce = '32'] = process.argv.slice(2)
const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 })
const items = sums(1016)
const shown = items
  .slice(1000, 1005)
  .map(({ input, target }) => `Q: ${input}\nA: ${target}\n\n`)
  .join('')
let next = 0

async function work(): Promise<void> {
  while (next < Number(count)) {
    const item = items[next++ % 1000]
    await client.chat.completions.create({
      model: 'model-1b',
      messages: [{ role: 'user', content: `${shown}Q: ${item?.input}\nA:` }],
      max_tokens: 8,
      temperature: 0,
      stop: ['\n'],
    })
  }
}
await Promise.all(Array.from({ length: Number(atOnce) }, work))
