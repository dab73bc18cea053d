import OpenAI from 'openai'
import { MAX_TOKENS } from '../addition-work.ts'
import { askAll } from './ask-all.ts'

// The official client with its own defaults (two retries), on the global fetch.
await askAll((baseURL) => {
  const client = new OpenAI({ baseURL, apiKey: 'none' })
  return async (prompt) => {
    const { choices } = await client.completions.create({
      model: 'm',
      prompt,
      max_tokens: MAX_TOKENS,
      temperature: 0,
    })
    return choices[0]?.text ?? ''
  }
})
