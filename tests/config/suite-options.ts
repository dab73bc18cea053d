import { shippedItemSource } from '../../src/datasets/item-source.ts'
import type { Task } from '../../src/domain/task.ts'
import { compileScorers } from '../../src/scorers/compile-scorers.ts'
import { scorerVocabulary } from '../../src/scorers/scorer-vocabulary.ts'

/** Suites are read with the real datasets and scorers rooms, as commands do. */
export const suiteOptions = {
  vocabulary: scorerVocabulary,
  items: shippedItemSource,
  checkTask: (task: Task) => void compileScorers(task),
}
