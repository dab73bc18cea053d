import type { Rendering } from '../domain/factors.ts'
import type { Item } from '../domain/item.ts'
import type { Task } from '../domain/task.ts'
import { itemTextOf } from '../prompts/item-text.ts'

/**
 * The texts whose likelihood is asked after a query's prompt, as the template writes them: the first target, or each
 * choice in order. After raw text the target delimiter belongs to them; in a chat the answer stands alone.
 */
export function continuationsOf(
  { template, likelihood }: Pick<Task, 'template' | 'likelihood'>,
  rendering: Rendering,
  query: Item,
): readonly string[] {
  if (likelihood === undefined) return []
  const labels = likelihood.of === 'target' ? [query.targets[0]] : (query.choices ?? [])
  const delimiter = rendering === 'raw' ? template.targetDelimiter : ''
  const text = itemTextOf(template)(query)
  return labels.map((label) => delimiter + text.target(label))
}

const longest = new WeakMap<Task, string>()

/** The longest of a task's continuations, in UTF-8 bytes; empty where it asks for no likelihood. Found once a task. */
export function longestContinuation(task: Task): string {
  const known = longest.get(task)
  if (known !== undefined) return known
  let found = ''
  if (task.likelihood !== undefined)
    for (const query of task.queries)
      for (const text of continuationsOf(task, 'raw', query))
        if (Buffer.byteLength(text) > Buffer.byteLength(found)) found = text
  longest.set(task, found)
  return found
}

/** Answer tokens that a trial of the task may generate: none where choices are compared. */
export function answerTokensOf({ decoding, likelihood }: Pick<Task, 'decoding' | 'likelihood'>): number {
  return likelihood?.of === 'choices' ? 0 : decoding.maxTokens
}

/** An upper bound of the tokens that follow a prompt of the task: of the answer, or of a continuation. */
export function roomAfterPrompt(task: Task): number {
  // No tokenizer spends more than one token on a byte.
  return Math.max(answerTokensOf(task), Buffer.byteLength(longestContinuation(task)))
}
