/** The config that `icl init` writes: runs at once on simulated models, with real ones beside it to switch on. */
export const STARTER_CONFIG = `# The models to compare and the runs to make. "icl validate" checks it, "icl run" runs it.
version: 1
results: results
tasks: [tasks/*.yaml]
default_run: first

providers:
  # Made-up models, to learn the tool: no download, no key, the same answers every time.
  simulated: {type: simulated, truth: {kind: logistic, midpoint: 800M, width: 2, shots: {zero: 0.2, half: 1}}}
  # GGUF files, without a server.
  local: {type: llama}
  # A running Ollama.
  # ollama: {type: ollama, base_url: 'http://127.0.0.1:11434'}
  # OpenAI, or any server that speaks its protocol: set base_url. The key stays in the environment.
  # openai: {type: openai, api_key: '\${OPENAI_API_KEY}'}

models:
  - {name: simulated-160m, provider: simulated, family: Simulated, parameters: 160M, tuning: base}
  - {name: simulated-1b, provider: simulated, family: Simulated, parameters: 1B, tuning: base}
  - {name: simulated-7b, provider: simulated, family: Simulated, parameters: 7B, tuning: base}
  # A GGUF file of yours (size, quantisation and context are read from it and compared with what you state):
  # - name: my-model
  #   provider: local
  #   family: Qwen2.5
  #   parameters: 494M
  #   tuning: instruct
  #   weights: [{file: models/qwen2.5-0.5b-instruct-q4_k_m.gguf}]
  # - {name: qwen2.5:0.5b, provider: ollama, family: Qwen2.5, parameters: 494M, tuning: instruct}
  # - {name: gpt-4o-mini, provider: openai, family: GPT-4o, tuning: instruct, price: {input: 0.15, output: 0.6}}

runs:
  first:
    models: [simulated-160m, simulated-1b, simulated-7b]
    shots: [0, 1, 2, 4]
`

/** The task that \`icl init\` writes. */
export const STARTER_TASK = `# One suite with one task. The prompt is the demonstrations and the query, nothing else.
suite: starter
tasks:
  - name: colours
    description: Colour words from French to English.
    # Each item is shown or asked. Further accepted answers go into a list: [grey, gray].
    items:
      - {input: rouge, target: red}
      - {input: bleu, target: blue}
      - {input: vert, target: green}
      - {input: jaune, target: yellow}
      - {input: noir, target: black}
      - {input: blanc, target: white}
      - {input: gris, target: [grey, gray]}
      - {input: brun, target: brown}
      - {input: violet, target: purple}
      - {input: rose, target: pink}
      - {input: orange, target: orange}
      - {input: doré, target: golden}
    # How many items are kept as demonstrations; the others are asked.
    pool: 4
    template:
      input: "French: {{ input }}\\nEnglish:"
      target: "{{ target }}"
      target_delimiter: " "
      demonstration_delimiter: "\\n\\n"
      instruction: Translate each colour into English.
    decoding: {max_tokens: 8, stop: ["\\n"]}
    extractions: [{name: first_line, type: first-line}]
    metrics:
      - {metric: exact_match, normalise: [trim, lower-case]}
      - edit_similarity
    primary: exact_match
    companion: edit_similarity
`
