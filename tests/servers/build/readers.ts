import type { PythonRecipe } from './python-venv.ts'

/** pandas and DuckDB with all that they need, so that the same versions read on every machine. */
export const readersRecipe: PythonRecipe = {
  part: 'python-readers',
  purpose: 'reading CSV with pandas and DuckDB',
  packages: ['pandas==3.1.1', 'duckdb==2.0.1', 'numpy==2.4.6', 'python-dateutil==4.0.0', 'tzdata==2026.6'],
  modules: ['duckdb', 'pandas'],
  megabytes: 182,
}
