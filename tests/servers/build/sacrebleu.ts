import type { PythonRecipe } from './python-venv.ts'

/** The reference implementation of BLEU and chrF. */
export const sacrebleuRecipe: PythonRecipe = {
  part: 'python-sacrebleu',
  purpose: 'comparing BLEU and chrF with sacreBLEU',
  packages: [
    'sacrebleu==2.6.0',
    'colorama==0.4.6',
    'lxml==6.1.3',
    'numpy==2.4.6',
    'portalocker==4.4.2',
    'regex==2026.11.19',
    'tabulate==0.10.0',
  ],
  modules: ['sacrebleu'],
  megabytes: 24,
}
