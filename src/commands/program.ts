import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { EXIT } from '../domain/exit-code.ts'
import { CONTROLS, INSTRUCTIONS, RENDERINGS } from '../domain/factors.ts'
import { InputError } from '../domain/input-error.ts'
import { ProviderError } from '../domain/provider-error.ts'
import type { Host } from './host.ts'
import { VERSION } from './version.ts'

/** `icl` as a call: arguments → exit code. Each command's code is loaded when it is used. */
export function createProgram(host: Host): (args: readonly string[]) => Promise<number> {
  return async (args) => {
    let exitCode: number = EXIT.ok
    const program = describeProgram(host, (code) => {
      exitCode = code
    })
    try {
      await program.parseAsync([...args], { from: 'user' })
      return exitCode
    } catch (error) {
      if (error instanceof InputError) return explain(host, error, EXIT.badInput)
      if (error instanceof ProviderError) return explain(host, error, EXIT.someFailed)
      if (!(error instanceof CommanderError)) throw error
      // Help and version end in an "error" of exit code 0; what the person typed wrong has been said already.
      return error.exitCode === 0 ? EXIT.ok : EXIT.badInput
    }
  }
}

function explain(host: Host, error: Error, exitCode: number): number {
  host.note(error.message)
  return exitCode
}

function describeProgram(host: Host, done: (exitCode: number) => void): Command {
  const program = new Command('icl')
    .description(
      'Probes in-context learning across model sizes: runs few-shot suites against local and hosted models, ' +
        'keeps every trial in CSV, and draws score against parameters and against shots, with intervals.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .showHelpAfterError('(see --help)')
    .exitOverride()
    .configureOutput({ writeOut: host.write, writeErr: (text) => host.note(text.trimEnd()) })
    .addHelpText('after', EXAMPLES)

  const command = (name: string, summary: string): Command =>
    program.command(name).description(summary).summary(summary).helpOption('-h, --help', 'print this help')

  withRunOptions(
    command('run', 'ask every open trial of a run, keep each in trials.csv, then draw the curves'),
  )
    .option('--no-retry-failed', 'leave trials that failed before as they are')
    .action(async (options) =>
      done(await (await import('./run.ts')).runCommand(host, fromRunOptions(options))),
    )

  withRunOptions(
    command('plan', 'show what a run would ask: counts, tokens, what stands already, what does not apply'),
  ).action(async (options) =>
    done(await (await import('./plan.ts')).planCommand(host, fromRunOptions(options))),
  )

  withSuite(withConfig(command('validate', 'check the config and every suite it names'))).action(
    async (options) => done(await (await import('./validate.ts')).validateCommand(host, options)),
  )

  withSuite(withConfig(command('show', 'print the exact prompt of one trial, byte for byte')))
    .argument('<task>', 'task name')
    .option(
      '--model <name>',
      'show the prompt as this model reads it, its chat template applied, and count its tokens',
    )
    .option('--shots <k>', 'demonstrations', wholeNumber, 4)
    .option('--item <id>', 'the query to ask (default: the first)')
    .option('--draw <n>', 'number of the draw of demonstrations', wholeNumber, 0)
    .addOption(
      new Option('--control <name>', 'what is done to the labels').choices([...CONTROLS]).default('gold'),
    )
    .addOption(
      new Option('--rendering <name>', 'how the prompt is put').choices([...RENDERINGS]).default('raw'),
    )
    .addOption(
      new Option('--instruction <on|off>', 'the instruction line').choices([...INSTRUCTIONS]).default('off'),
    )
    .option('--per-query', 'a draw of its own for each query', false)
    .option('--seed <n>', 'seed of the draws', wholeNumber, 1)
    .action(async (task, options) =>
      done(await (await import('./show.ts')).showCommand(host, { task, ...options })),
    )

  const models = withConfig(command('models', 'list the models: size, licence, weights present or not'))
    .option('--model <name>', 'only this model; may be repeated', collect)
    .action(async ({ config, model }) =>
      done(await (await import('./models.ts')).modelsCommand(host, { config, models: model })),
    )
  withConfig(models.command('pull').description('fetch the weights that are not on this machine'))
    .helpOption('-h, --help', 'print this help')
    .option('--model <name>', 'only this model; may be repeated', collect)
    .action(async (_options, self: Command) => {
      const { config, model } = self.optsWithGlobals()
      done(await (await import('./models.ts')).pullCommand(host, { config, models: model }))
    })

  withConfig(command('curves', 'make curve.csv and the charts of a run again; no model is called'))
    .argument('<run>', 'run name, or a run folder')
    .action(async (run, { config }) =>
      done(await (await import('./curves.ts')).curvesCommand(host, { run, config })),
    )

  withSuite(
    withConfig(
      command('rescore', 'score the saved responses of a run by metrics as they are now; no model is called'),
    ),
  )
    .argument('<run>', 'run name, or a run folder')
    .action(async (run, options) =>
      done(await (await import('./rescore.ts')).rescoreCommand(host, { run, ...options })),
    )

  withConfig(command('export', 'copy the trials of a run into another form; trials.csv stays as it is'))
    .argument('<run>', 'run name, or a run folder')
    .requiredOption(
      '--spreadsheet',
      'CSV for Excel, LibreOffice and others: no cell can be a formula, none is too long for them',
    )
    .option('--out <file>', 'the file to write (default: trials-spreadsheet.csv in the run folder)')
    .action(async (run, { config, out }) =>
      done(await (await import('./export.ts')).exportCommand(host, { run, config, out })),
    )

  const imports = command('import', 'make a suite of a task file of another harness')
  imports
    .command('lm-eval')
    .description('make a suite of a task file of lm-evaluation-harness; what is not supported is named')
    .helpOption('-h, --help', 'print this help')
    .argument('<file>', 'the task file')
    .option('--out <file>', 'the suite file to write (default: standard output)')
    .action(async (file, { out }) =>
      done(await (await import('./import.ts')).importCommand(host, { file, out })),
    )

  command('init', 'write a commented config and one task that validate and run at once')
    .argument('[folder]', 'where to write them', '.')
    .action(async (folder) => done(await (await import('./init.ts')).initCommand(host, folder)))

  return program
}

function withConfig(command: Command): Command {
  return command.option('-c, --config <file>', 'config file', 'harness.config.yaml')
}

function withSuite(command: Command): Command {
  return command
    .option('--suite <file>', "the tasks of this suite file, in place of the config's suites")
    .option('--data <path>', `a data file: \${DATA} in the paths that suites name`)
}

function withRunOptions(command: Command): Command {
  return withSuite(withConfig(command))
    .option('--run <name>', 'a run of the config, or a new name: results/NAME; the same command resumes')
    .option('--task <name>', 'only this task or suite; may be repeated', collect)
    .option('--model <name>', 'only this model; may be repeated', collect)
    .option('--shots <list>', 'numbers of demonstrations: 0,1,2,4,8', wholeNumbers)
    .option('--limit <n>', 'at most this many queries a task, the first ones', positiveNumber)
    .option('--seed <n>', 'seed of the draws of demonstrations', wholeNumber)
    .option('--budget-usd <n>', 'most US dollars of the whole run; every model needs a price', amount)
    .option('--budget-tokens <n>', 'most prompt and answer tokens of the whole run', tokenCount)
    .option('--budget-minutes <n>', 'most minutes of this command; calls in flight are let finish', minutes)
}

interface RunOptionValues {
  readonly config: string
  readonly suite?: string
  readonly data?: string
  readonly run?: string
  readonly task?: string[]
  readonly model?: string[]
  readonly shots?: number[]
  readonly limit?: number
  readonly seed?: number
  readonly budgetUsd?: number
  readonly budgetTokens?: number
  readonly budgetMinutes?: number
  readonly retryFailed?: boolean
}

function fromRunOptions({ task, model, retryFailed = true, ...rest }: RunOptionValues) {
  return { ...rest, tasks: task, models: model, retryFailed }
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, ...value.split(',')]
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is not a whole number from 0 on.')
  return Number(text)
}

function positiveNumber(text: string): number {
  const value = wholeNumber(text)
  if (value === 0) throw new InvalidArgumentError('It is not a whole number from 1 on.')
  return value
}

function amount(text: string): number {
  if (!/^(\d+\.?\d*|\.\d+)$/.test(text)) throw new InvalidArgumentError('It is not a number from 0 on.')
  return Number(text)
}

function minutes(text: string): number {
  const value = amount(text)
  if (value === 0) throw new InvalidArgumentError('It is not a number above 0.')
  return value
}

function tokenCount(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It is not a whole number from 1 on.')
  return Number(text)
}

function wholeNumbers(text: string): number[] {
  return text.split(',').map((part) => wholeNumber(part.trim()))
}

const EXAMPLES = `
Examples:
  icl run --run quickstart                     the four-model ladder, no server
  icl run --task capitals --model gemma3-270m --shots 0,4 --limit 10 --run try
  icl show capitals --shots 2                  the exact prompt
  icl curves quickstart                        draw it again
  icl rescore quickstart                       score it again after a change of metrics

Exit codes: 0 all scored, 1 some trials failed, 2 bad input, 3 stopped by budget, 4 comparison failed, 130 interrupted.`
