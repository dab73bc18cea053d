import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { describeWith, pathOf, type RealPart } from '../real-parts.ts'
import { type RunningServer, startLlamaServer, startOllama } from './start.ts'

const modelPath = pathOf('smollm2-135m-instruct')
const prompt = 'Country: Italy\nCapital: Rome\n\nCountry: France\nCapital:'

/** The two servers, each with the request that its own API takes and where the text is in the answer. */
const SERVERS: readonly {
  part: RealPart
  start: () => Promise<RunningServer>
  path: string
  body: object
  textKey: 'content' | 'response'
}[] = [
  {
    part: 'llama-server',
    start: () => startLlamaServer({ modelPath, parallel: 1, contextPerSlot: 512 }),
    path: '/completion',
    body: { prompt, n_predict: 1, temperature: 0 },
    textKey: 'content',
  },
  {
    part: 'ollama',
    start: () => startOllama({ models: { smol: modelPath } }),
    path: '/api/generate',
    body: {
      model: 'smol',
      prompt,
      raw: true,
      stream: false,
      options: { num_predict: 1, temperature: 0, repeat_penalty: 1 },
    },
    textKey: 'response',
  },
]

for (const { part, start, path, body, textKey } of SERVERS) {
  describeWith([part, 'smollm2-135m-instruct'], part, () => {
    test('starts, answers, and is gone after its stop', { timeout: 60_000 }, async () => {
      const server = await start()
      try {
        const response = await fetch(server.baseUrl + path, { method: 'POST', body: JSON.stringify(body) })
        expect(response.status).toBe(200)
        expect(await response.json()).toMatchObject({ [textKey]: ' Paris' })
      } finally {
        await server.stop()
      }
      await expect(fetch(server.baseUrl)).rejects.toThrow('fetch failed')
      expect(server.log()).not.toBe('')
    })
  })
}

describeWith(['llama-server', 'smollm2-135m-instruct'], 'a started server', () => {
  test('that cannot start says why', async () => {
    const start = startLlamaServer({ modelPath: '/absent.gguf' })
    await expect(start).rejects.toThrow(/ended before it answered.*absent\.gguf/s)
  })

  test('dies with the process that started it', { timeout: 60_000 }, async () => {
    const script = `
      import { startLlamaServer } from './start.ts'
      const server = await startLlamaServer({ modelPath: ${JSON.stringify(modelPath)}, parallel: 1 })
      console.log(server.baseUrl)
      setInterval(() => {}, 1000)`
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [chunk] = await once(parent.stdout, 'data')
    const baseUrl = String(chunk).trim()
    expect((await fetch(`${baseUrl}/health`)).status).toBe(200)
    parent.kill('SIGKILL')
    await expect
      .poll(
        () =>
          fetch(baseUrl).then(
            () => 'alive',
            () => 'gone',
          ),
        { timeout: 5000 },
      )
      .toBe('gone')
  })
})
