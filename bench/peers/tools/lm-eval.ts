import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONCURRENCY, isRight, MAX_TOKENS, writeJsonl } from '../addition-work.ts'
import { installPython } from '../install.ts'
import type { Job, Reported, Tool } from '../tool.ts'

// Its `api` extra needs no torch.
const PACKAGES = ['lm-eval[api]==0.4.13']
const FOLDER = 'lm-eval'

/** EleutherAI's lm-evaluation-harness. */
export const lmEval: Tool = {
  name: FOLDER,
  label: 'lm-evaluation-harness',
  slow: false,
  bare: false,
  install: async () => {
    installPython(FOLDER, PACKAGES)
    return 'lm-eval 0.4.13'
  },
  prepare: async (job) => {
    const { folder, baseUrl } = job
    writeTask(job)
    const server = `model=m,base_url=${baseUrl}/completions,num_concurrent=${CONCURRENCY},tokenized_requests=False,tokenizer_backend=None`
    const command = {
      argv: [
        ...[
          join(installPython(FOLDER, PACKAGES), 'bin/lm-eval'),
          'run',
          '--include_path',
          folder,
          '--tasks',
          'addition',
        ],
        ...['--model', 'local-completions', '--model_args', server, '--batch_size', '1'],
        ...['--log_samples', '--output_path', join(folder, 'out')],
      ],
      cwd: folder,
      env: {
        HF_HOME: join(folder, 'hf'),
        HF_HUB_OFFLINE: '1',
        HF_DATASETS_OFFLINE: '1',
        OPENAI_API_KEY: 'none',
      },
    }
    // Answers are kept only where it is told to.
    const cache = ['--use_cache', join(folder, 'cache')]
    const kept = { ...command, argv: [...command.argv, ...cache] }
    return { command: job.resumable ? kept : command, resume: kept, report: async () => report(job) }
  },
}

function writeTask({ folder, work }: Job): void {
  writeJsonl(join(folder, 'items.jsonl'), work.items)
  writeJsonl(join(folder, 'shown.jsonl'), work.demonstrations)
  writeFileSync(
    join(folder, 'addition.yaml'),
    `task: addition
dataset_path: json
dataset_kwargs:
  data_files: { train: ${join(folder, 'shown.jsonl')}, test: ${join(folder, 'items.jsonl')} }
output_type: generate_until
training_split: train
test_split: test
fewshot_split: train
fewshot_config: { sampler: first_n }
num_fewshot: ${work.demonstrations.length}
doc_to_text: "Q: {{input}}\\nA:"
doc_to_target: "{{target}}"
target_delimiter: " "
fewshot_delimiter: "\\n\\n"
generation_kwargs: { max_gen_toks: ${MAX_TOKENS}, temperature: 0, do_sample: false, until: ["\\n"] }
filter_list:
  - name: trimmed
    filter: [{ function: remove_whitespace }, { function: take_first }]
metric_list: [{ metric: exact_match, aggregation: mean, higher_is_better: true }]
metadata: { version: 1 }
`,
  )
}

function report({ folder, work }: Job): Reported | undefined {
  const [file] = globSync(join(folder, 'out/**/samples_*.jsonl'))
  if (file === undefined) return undefined
  const samples = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as {
          doc: { input: string; target: string }
          exact_match: number
          filtered_resps: string[]
        },
    )
  const right = samples.filter(
    (sample) => sample.exact_match === 1 && isRight(sample.filtered_resps[0] ?? '', sample.doc),
  ).length
  return { right, wrong: samples.length - right, unscored: work.items.length - samples.length }
}
