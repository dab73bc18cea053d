import type { Problem } from '../../domain/input-error.ts'
import type { ItemRecord, ReadRecords } from '../item-record.ts'
import { type Fields, isObject, listAt, objectAt, texts } from './json-fields.ts'

/**
 * Result files of BIG-bench, `scores_MODEL.json`: a record for each metric of each (sub)task and number of shots, under
 * the names of an import's keys. Only the preferred metric of a task has a chance and a maximum. Scores stand as the
 * file has them: most are fractions, BLEU and ROUGE are not.
 */
export function bigBenchScores(value: Fields, file: string): ReadRecords {
  const model = objectAt(value, 'model')
  const whole = objectAt(value, 'task').task_name
  const records: ItemRecord[] = []
  const problems: Problem[] = []
  for (const [index, entry] of listAt(value, 'scores').entries()) {
    const place = { file: `${file}, scores[${index}]` }
    if (!isObject(entry)) {
      problems.push({ ...place, message: 'found no object, expected score_dict and its kin' })
      continue
    }
    for (const [metric, score] of Object.entries(objectAt(entry, 'score_dict'))) {
      const isPreferred = metric === entry.preferred_score
      records.push({
        place: { file: `${place.file}.score_dict.${metric}` },
        fields: texts({
          model: model.model_name,
          family: model.model_family,
          parameters: model.total_params,
          task: taskOf(whole, entry.subtask_description),
          metric,
          preferred: isPreferred ? 'yes' : 'no',
          // −1 says that shots make no sense there.
          shots: entry.number_of_shots === -1 ? undefined : entry.number_of_shots,
          score,
          chance: isPreferred ? entry.low_score : undefined,
          maximum: isPreferred ? entry.high_score : undefined,
        }),
      })
    }
  }
  return { records, problems }
}

/** A subtask's description is its name, `arithmetic:2_digit_addition` among them; the whole task has the task's own. */
function taskOf(whole: unknown, part: unknown): unknown {
  if (typeof part !== 'string' || part === '' || typeof whole !== 'string') return whole
  return part.startsWith(whole) ? part : `${whole}:${part}`
}
