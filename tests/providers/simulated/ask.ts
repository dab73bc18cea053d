import type { Model } from '../../../src/domain/model.ts'
import type { Completion, CompletionRequest, Provider, Session } from '../../../src/domain/provider.ts'
import { createSimulatedProvider } from '../../../src/providers/simulated/provider.ts'
import {
  readSimulatedSettings,
  type SimulatedSettingsInput,
} from '../../../src/providers/simulated/settings.ts'

export function simulated(
  settings: SimulatedSettingsInput = {},
  sleep: (ms: number, signal: AbortSignal) => Promise<void> = async () => {
    throw new Error('no latency was declared')
  },
): Provider {
  return createSimulatedProvider({ name: 'sim', settings: readSimulatedSettings('sim', settings), sleep })
}

export function modelOf(parameters: number | undefined, more: Partial<Model> = {}): Model {
  const name = `sim-${parameters}`
  return { name, provider: 'sim', servedAs: name, family: 'Simulated', parameters, ...more }
}

export function openModel(provider: Provider, model: Model): Promise<Session> {
  return provider.open(model, {
    signal: new AbortController().signal,
    contextNeeded: 100,
    notice: () => {},
  })
}

export function openSize(settings: SimulatedSettingsInput, parameters: number): Promise<Session> {
  return openModel(simulated(settings), modelOf(parameters))
}

export interface Question {
  readonly item?: string
  readonly target?: string
  readonly shots?: number
  readonly task?: string
  readonly key?: string
  readonly text?: string
  readonly seed?: number
  readonly decoding?: Partial<CompletionRequest['decoding']>
}

export function requestOf(question: Question = {}): CompletionRequest {
  const { item = '0', target = '42', shots = 0, task = 'sums', text = `Q: ${item}\nA:` } = question
  return {
    prompt: { rendering: 'raw', text, cuts: [] },
    decoding: { maxTokens: 16, temperature: 0, stop: ['\n'], ...question.decoding },
    seed: question.seed,
    trial: { key: question.key ?? `${task}-${item}-${shots}`, task, item, shots, target },
  }
}

export function ask(session: Session, question: Question = {}): Promise<Completion> {
  return session.complete(requestOf(question), { signal: new AbortController().signal, worker: 0 })
}

/** Answers to items 0 to count − 1, without the space before. */
export async function answers(session: Session, count: number, question: Question = {}): Promise<string[]> {
  const all: string[] = []
  for (let item = 0; item < count; item++) {
    const { text } = await ask(session, { ...question, item: String(item) })
    all.push(text.trim())
  }
  return all
}

/** Share of items answered with exactly the target. */
export async function exactShare(
  session: Session,
  count: number,
  question: Question & { readonly target: string },
): Promise<number> {
  const all = await answers(session, count, question)
  return all.filter((answer) => answer === question.target).length / count
}
