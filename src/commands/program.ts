import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { PLOT_AXES, PLOT_FACETS, type PlotFacet } from '../charts/plot/plot-request.ts'
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
    .option('--join <list>', JOIN_HELP, joined)
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

  withConfig(
    command('curves', 'make curve.csv, verdicts.csv and the charts of a run again; no model is called'),
  )
    .argument('<run>', 'run name, or a run folder')
    .option('--join <list>', JOIN_HELP, joined)
    .option('--details <task>', 'print all tests, fits and frontiers of this task, and write nothing')
    .action(async (run, options) =>
      done(await (await import('./curves.ts')).curvesCommand(host, { run, ...options })),
    )

  withConfig(
    command('report', 'make the report of a run or an import again, one HTML file; no model is called'),
  )
    .argument('<run>', 'run name, or a run folder')
    .option('--out <file>', 'the file to write (default: report.html in the run folder)')
    .option('--join <list>', JOIN_HELP, joined)
    .action(async (run, options) =>
      done(await (await import('./report.ts')).reportCommand(host, { run, ...options })),
    )

  withConfig(
    command(
      'plot',
      'draw one figure of a run, or of several runs and imports together: SVG, PNG or Vega-Lite JSON; no model is called',
    ),
  )
    .argument('<runs...>', 'run names, folders of runs or imports, or curve.csv files')
    .addOption(
      new Option('--x <name>', 'what scores are drawn against').choices([...PLOT_AXES]).default('params'),
    )
    .option('--y <metric>', "a metric of curve.csv (default: each task's primary one)")
    .option(
      '--facet <list>',
      `panels: one or two of ${PLOT_FACETS.join(', ')}, or none (default: what one panel would mix)`,
      facets,
    )
    .option(
      '--match <name=name>',
      'draw this task (or metric) of one run as that of another; may be repeated',
      append,
    )
    .option(
      '--task <name>',
      'only this task or suite:NAME; may be repeated (default: all, of several runs what two have)',
      collect,
    )
    .option('--model <name>', 'only this model; may be repeated', collect)
    .option('--shots <list>', 'only these numbers of demonstrations', wholeNumbers)
    .option('--control <list>', 'only these controls', oneOf(CONTROLS))
    .option('--rendering <list>', 'only these renderings', oneOf(RENDERINGS))
    .option('--out <file>', 'NAME.svg, .png or .json; may be repeated (default: RUN-by-X.svg here)', collect)
    .option('--width <n>', 'of the figure, in pixels', positiveNumber)
    .option('--title <text>', 'in place of the title made from the points; "" for none')
    .action(async (runs, { task, model, control, rendering, facet, ...options }) =>
      done(
        await (await import('./plot.ts')).plotCommand(host, {
          ...{ runs, facets: facet, tasks: task, models: model, controls: control, renderings: rendering },
          ...options,
        }),
      ),
    )

  withConfig(command('compare', 'compare two runs, or two models, on the same items; no model is called'))
    .argument('<run-a>', 'run name, or a run folder: what is compared with')
    .argument('[run-b]', 'the other run (default: the same, for --pair)')
    .option('--task <name>', 'only this task; may be repeated', collect)
    .option('--model <name>', 'only this model; may be repeated', collect)
    .option('--pair <a=b>', 'model A of the first run against model B of the other; may be repeated', collect)
    .option('--metric <name>', "this metric (default: each task's primary one); may be repeated", collect)
    .option('--shots <list>', 'only these numbers of demonstrations', wholeNumbers)
    .option(
      '--fail-if-worse <d>',
      'exit with 4 where B is worse by at least this much, with adjusted one-sided p < .05',
      amount,
    )
    .option('--out <file>', 'write the comparisons as CSV')
    .action(async (runA, runB, { task, model, pair, metric, ...options }) =>
      done(
        await (await import('./compare.ts')).compareCommand(host, {
          ...{ runA, runB, tasks: task, models: model, pairs: pair, metrics: metric },
          ...options,
        }),
      ),
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

  const imports = command('import', 'take over a task file or scores from elsewhere')
  imports
    .command('lm-eval')
    .description('make a suite of a task file of lm-evaluation-harness; what is not supported is named')
    .helpOption('-h, --help', 'print this help')
    .argument('<file>', 'the task file')
    .option('--out <file>', 'the suite file to write (default: standard output)')
    .action(async (file, { out }) =>
      done(await (await import('./import.ts')).importCommand(host, { file, out })),
    )
  withConfig(imports.command('scores'))
    .description(
      'curves, verdicts and charts of scores that others measured: tidy CSV, or result JSON of lm-evaluation-harness or BIG-bench',
    )
    .helpOption('-h, --help', 'print this help')
    .argument('<file...>', 'the files')
    .requiredOption('--out <name>', 'the results folder to make: a name, or a path with a slash')
    .option('--map <key=column>', 'the column that a key stands in; may be repeated', append)
    .option('--set <key=value>', 'a value for rows that tell none; may be repeated', append)
    .option(
      '--where <column=value>',
      'only rows with this value; several of one column are alternatives',
      append,
    )
    .option(
      '--last <column>',
      'of rows that differ in it alone, the one with the greatest number (checkpoints)',
    )
    .option('--sizes <csv>', 'a table of models: model, parameters, active_parameters, family, …')
    .option('--tasks <csv>', 'a table of tasks: task, metric, chance, maximum, scale, n, …')
    .option(
      '--companion <metric=metric>',
      'the continuous metric that tells why the first one jumps; may be repeated',
      append,
    )
    .option('--charts <task>', 'draw only this task; may be repeated', append)
    .option('--from <text>', 'what the scores are and who measured them, kept in imported.yaml')
    .addHelpText('after', SCORE_KEYS_HELP)
    .action(async (files, options) =>
      done(await (await import('./import-scores.ts')).importScoresCommand(host, { files, ...options })),
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
  readonly join?: (typeof JOINED)[number][]
}

function fromRunOptions({ task, model, retryFailed = true, ...rest }: RunOptionValues) {
  return { ...rest, tasks: task, models: model, retryFailed }
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, ...value.split(',')]
}

function append(value: string, earlier: string[] = []): string[] {
  return [...earlier, value]
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

/** A list of names that must be among those allowed. */
function oneOf<T extends string>(allowed: readonly T[]): (text: string, earlier?: T[]) => T[] {
  return (text, earlier = []) => {
    const names = text.split(',').map((part) => allowed.find((name) => name === part.trim()))
    if (names.includes(undefined))
      throw new InvalidArgumentError(`Allowed choices are ${allowed.join(', ')}.`)
    return [...earlier, ...names.filter((name) => name !== undefined)]
  }
}

function facets(text: string): PlotFacet[] {
  if (text.trim() === 'none') return []
  const names = oneOf(PLOT_FACETS)(text)
  if (names.length > 2) throw new InvalidArgumentError('At most two: rows and columns.')
  return names
}

const JOIN_HELP =
  'one line of models that differ in family, tuning or quantization; joined families are declared to be one'

const JOINED = ['family', 'tuning', 'quantization'] as const

function joined(text: string): (typeof JOINED)[number][] {
  return text.split(',').map((part) => {
    const name = JOINED.find((one) => one === part.trim())
    if (name === undefined) throw new InvalidArgumentError(`Allowed: ${JOINED.join(', ')}.`)
    return name
  })
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

const SCORE_KEYS_HELP = `
Keys: model, task, metric, shots, score (needed); family, parameters, active_parameters, training_tokens,
training_flops, quantization, tuning, checkpoint; n, se, chance, maximum, scale (score, se, chance and maximum
are divided by it; 100 for percent), proportion (yes: a fraction of n right answers), kind, loss_unit
(bits_per_byte or nats_per_byte: less is better; becomes a log-likelihood).
A column that has a key's name needs no --map.`

const EXAMPLES = `
Examples:
  icl run --run quickstart                     the four-model ladder, no server
  icl run --task capitals --model gemma3-270m --shots 0,4 --limit 10 --run try
  icl show capitals --shots 2                  the exact prompt
  icl curves quickstart                        draw it again
  icl report quickstart                        make report.html again
  icl rescore quickstart                       score it again after a change of metrics

Exit codes: 0 all scored, 1 some trials failed, 2 bad input, 3 stopped by budget, 4 comparison failed, 130 interrupted.`
