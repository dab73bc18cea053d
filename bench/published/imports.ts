/** A published set of scores, and the command that makes its folder in results/published. */
export interface PublishedImport {
  readonly name: string
  readonly title: string
  /** Arguments after `icl import scores`, paths from the project's folder. */
  readonly args: readonly string[]
}

const SCORES = 'results/published/scores'

/** The three sets that the project carries. */
export const PUBLISHED: readonly PublishedImport[] = [
  {
    name: 'gpt3',
    title: 'GPT-3, Table H.1 (Brown et al. 2020, arXiv:2005.14165)',
    args: [
      `${SCORES}/gpt3.csv`,
      ...['--map', 'family=model_family', '--map', 'parameters=params_total', '--map', 'n=n_items'],
      // SuperGLUE's average is over tasks of up to 32 shots, and the table leaves the cell empty.
      ...['--set', 'shots=32', '--tasks', `${SCORES}/gpt3-tasks.csv`],
      ...['2D+', '3D+', '4D+', 'Symbol Insertion', 'Reversed Words', 'PIQA'].flatMap((task) => [
        '--charts',
        task,
      ]),
      ...[
        '--from',
        'Table H.1 of Brown et al. 2020, Language Models are Few-Shot Learners, arXiv:2005.14165',
      ],
    ],
  },
  {
    name: 'opt-bigbench',
    title: 'OPT on BIG-bench, last checkpoints, 2 shots (Xia et al. 2023, arXiv:2212.09803)',
    args: [
      `${SCORES}/opt-checkpoints.csv`,
      ...['--map', 'parameters=params_total', '--map', 'n=n_items', '--map', 'score=accuracy'],
      ...['--map', 'training_tokens=train_tokens', '--map', 'training_flops=train_flops'],
      ...['--set', 'family=OPT', '--set', 'metric=accuracy', '--last', 'train_step'],
      ...['--tasks', `${SCORES}/opt-tasks.csv`],
      ...['code_line_description', 'implicatures', 'phrase_relatedness', 'hhh_alignment'].flatMap((task) => [
        '--charts',
        task,
      ]),
      ...[
        '--from',
        'Xia et al. 2023, Training Trajectories of Language Models Across Scales, arXiv:2212.09803',
      ],
    ],
  },
  {
    name: 'pythia',
    title: 'Pythia, with OPT and BLOOM (EleutherAI/pythia, evals)',
    args: [
      `${SCORES}/pythia.csv`,
      ...['--map', 'family=model_family', '--map', 'parameters=params_total'],
      ...['--map', 'n=n_items', '--map', 'se=stderr', '--tasks', `${SCORES}/pythia-tasks.csv`],
      ...['piqa', 'arc_easy', 'logiqa'].flatMap((task) => ['--charts', task]),
      ...['--from', 'evals of the repository EleutherAI/pythia, Biderman et al. 2023, arXiv:2304.01373'],
    ],
  },
]

/** The command as a person would type it. */
export function commandText({ name, args }: PublishedImport): string {
  const words = [...args, '--out', `results/published/${name}`].map((word) =>
    /[^\w./=+-]/.test(word) ? `'${word}'` : word,
  )
  return `icl import scores ${words.join(' ')}`
}
