import { Pool } from 'undici'
import { CONCURRENCY, MAX_TOKENS } from '../addition-work.ts'
import { askAll } from './ask-all.ts'

// The least that Node can do: keep-alive connections, no retries, no checks.
await askAll((baseUrl) => {
  const { origin, pathname } = new URL(baseUrl)
  const pool = new Pool(origin, { connections: CONCURRENCY })
  return async (prompt) => {
    const { body } = await pool.request({
      method: 'POST',
      path: `${pathname}/completions`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'm', prompt, max_tokens: MAX_TOKENS, temperature: 0 }),
    })
    const { choices } = (await body.json()) as { choices: { text: string }[] }
    return choices[0]?.text ?? ''
  }
})
