import type { YamlDialect } from '../yaml-document.ts'

/** A value that names a Python function: `!function utils.process_docs`. */
export class PythonFunction {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** YAML as lm-evaluation-harness reads it: version 1.1, with Python functions. */
export const LM_EVAL_YAML: YamlDialect = {
  version: '1.1',
  customTags: [{ tag: '!function', resolve: (name: string) => new PythonFunction(name) }],
}
