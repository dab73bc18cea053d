import { valueAt } from './check-value.ts'
import type { Place, ValuePath } from './place.ts'
import { pathText, plainData } from './plain-data.ts'
import type { YamlDocument } from './yaml-document.ts'

/**
 * A value from code in place of a YAML text: its places are paths such as `config.models[2].family`, without lines.
 *
 * @param name what it is called in messages: `config`
 * @param file where it would stand if it were a file: paths in it are relative to that file's folder
 * @throws InputError where it is not plain data
 */
export function valueDocument(value: unknown, { name, file }: { name: string; file: string }): YamlDocument {
  const plain = plainData(value, name)
  const placeOf = (path: ValuePath): Place => {
    if (path.length === 0 || valueAt(plain, path) !== undefined) return { file: pathText(name, path) }
    return placeOf(path.slice(0, -1))
  }
  return {
    file,
    value: plain,
    placeOf,
    placeOfKey: (path, key) => placeOf([...path, key]),
    placeInside: (path) => placeOf(path),
    // In code there is no telling a number in quotes from one without: a variable may stand for either.
    isPlain: (path) => typeof valueAt(plain, path) === 'string',
  }
}
