import { checkShots } from '../config/check-shots.ts'
import { selectModels } from '../config/select-models.ts'
import { selectTasks } from '../config/select-tasks.ts'
import { EXIT } from '../domain/exit-code.ts'
import type { Control, Instruction, Rendering } from '../domain/factors.ts'
import { InputError, unknownName } from '../domain/input-error.ts'
import type { Item } from '../domain/item.ts'
import type { Prompt } from '../domain/prompt.ts'
import type { Task } from '../domain/task.ts'
import { renderPrompt } from '../prompts/render-prompt.ts'
import { drawFor } from '../run/draw.ts'
import type { Host } from './host.ts'
import { makeProviders } from './make-providers.ts'
import { readWorkspace, type SuiteFlags } from './workspace.ts'

export interface ShowOptions extends SuiteFlags {
  readonly config: string
  readonly task: string
  readonly model?: string | undefined
  readonly shots: number
  readonly item?: string | undefined
  readonly draw: number
  readonly control: Control
  readonly rendering: Rendering
  readonly instruction: Instruction
  readonly seed: number
  readonly perQuery: boolean
}

/**
 * `icl show TASK`: the exact prompt of one trial on standard output, byte for byte and nothing else; what it is goes to
 * standard error. With a model whose provider knows the chat template, a chat prompt is shown as the model sees it.
 */
export async function showCommand(host: Host, options: ShowOptions): Promise<number> {
  const workspace = await readWorkspace(host, options.config, options)
  const [task] = selectTasks(workspace.loaded.suites, [options.task])
  if (task === undefined || task.name !== options.task)
    throw new InputError(`"${options.task}" is a suite; name one task of it`)
  checkShots([task], () => [options.shots], workspace.loaded.placeOf)
  if (options.instruction === 'on' && task.template.instruction === undefined)
    throw new InputError(`the task "${task.name}" has no instruction`)
  const query = queryOf(task, options.item)
  const condition = {
    task,
    rendering: options.rendering,
    instruction: options.instruction,
    control: options.control,
    draw: options.draw,
    sampling: options.perQuery ? ('per-query' as const) : ('shared' as const),
  }
  const { demonstrations } = drawFor(condition, options.seed, query)
  const prompt = renderPrompt(options.rendering, {
    template: task.template,
    instruction: options.instruction,
    demonstrations: demonstrations.slice(0, options.shots),
    query,
  })
  host.note(
    `task ${task.name}, item ${query.id}, ${options.shots} shots, draw ${options.draw}, ${options.control}, ${options.rendering}`,
  )
  host.note(`targets: ${query.targets.map((target) => JSON.stringify(target)).join(' or ')}`)
  host.write(
    options.model === undefined ? textOf(prompt) : await asModelSees(host, workspace, options.model, prompt),
  )
  return EXIT.ok
}

function queryOf(task: Task, id: string | undefined): Item {
  const query = id === undefined ? task.queries[0] : task.queries.find((item) => item.id === id)
  if (query !== undefined) return query
  const problem = unknownName(
    'item',
    id ?? '',
    task.queries.map((item) => item.id),
  )
  // A list of hundreds of ids helps nobody.
  throw new InputError({ ...problem, allowed: problem.allowed?.slice(0, 8).concat('…') })
}

/** Messages are shown under their roles; without a model there is no template to put them in. */
function textOf(prompt: Prompt): string {
  if (prompt.rendering === 'raw') return prompt.text
  return prompt.messages.map(({ role, content }) => `[${role}]\n${content}\n`).join('')
}

async function asModelSees(
  host: Host,
  workspace: Parameters<typeof makeProviders>[1],
  modelName: string,
  prompt: Prompt,
): Promise<string> {
  const models = selectModels(workspace.config.models, [modelName])
  const [model] = models
  const provider = model && (await makeProviders(host, workspace, models)).get(model.provider)
  if (model === undefined || provider === undefined) throw new Error(`no provider of ${modelName}`)
  const session = await provider.open(model, { signal: host.aborted, contextNeeded: 0, notice: host.note })
  try {
    if (session.countTokens !== undefined)
      host.note(`${await session.countTokens(prompt)} tokens for ${modelName}`)
    return (await session.renderedText?.(prompt)) ?? textOf(prompt)
  } finally {
    await session.close()
  }
}
