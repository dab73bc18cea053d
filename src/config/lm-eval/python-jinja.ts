import { Template } from '@huggingface/jinja'

/** Filters that do the same in both Jinjas. */
const FILTERS = new Set(
  'abs default first int items join last length list lower map reject rejectattr replace reverse safe select selectattr sort string trim unique upper'.split(
    ' ',
  ),
)
/** Methods that do the same in Python, with the most arguments they may have. */
const METHODS: { readonly [name: string]: number } = {
  strip: 0,
  lstrip: 0,
  rstrip: 0,
  upper: 0,
  lower: 0,
  startswith: 1,
  endswith: 1,
  split: 2,
  replace: 2,
  items: 0,
  keys: 0,
  values: 0,
  get: 2,
}
const TESTS = new Set(
  'defined undefined none string number integer boolean mapping iterable sequence odd even equalto eq'.split(
    ' ',
  ),
)
const FUNCTIONS = new Set(['range', 'namespace'])

type Node = Readonly<Record<string, unknown>>

/** What a template uses that our Jinja does not do, or does otherwise than Python's: phrases, each once. */
export function jinjaDifferences(source: string): readonly string[] {
  const found = new Set<string>()
  const walk = (node: unknown): void => {
    if (Array.isArray(node) || node instanceof Map) for (const child of node) walk(child)
    if (!isNode(node)) return
    const difference = differenceOf(node)
    if (difference !== undefined) found.add(difference)
    for (const child of Object.values(node)) walk(child)
  }
  try {
    const { body } = new Template(source).parsed
    walk(body)
    // The value of a single expression is taken as it is; in a longer template it is written.
    if (body.length > 1 || isStatement(body[0])) for (const kind of writtenOtherwise(body)) found.add(kind)
  } catch (error) {
    return [`it is no template that can be read: ${error instanceof Error ? error.message : String(error)}`]
  }
  return [...found]
}

function differenceOf(node: Node): string | undefined {
  switch (node.type) {
    case 'FilterExpression':
    case 'FilterStatement':
      return unlisted('filter', calledOf(node.filter), FILTERS)
    case 'TestExpression':
      return unlisted('test', node.test, TESTS)
    case 'CallExpression':
      return callDifference(node)
    default:
      return undefined
  }
}

function callDifference({ callee, args }: Node): string | undefined {
  if (!isNode(callee)) return undefined
  // A filter with arguments is a call too, and was looked at with its operand.
  if (callee.type === 'Identifier')
    return FILTERS.has(nameOf(callee)) ? undefined : unlisted('function', callee, FUNCTIONS)
  if (callee.type !== 'MemberExpression') return undefined
  const name = nameOf(callee.property)
  const given = Array.isArray(args) ? args.length : 0
  const most = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
  if (most === undefined) return `the method "${name}"`
  return given > most ? `the method "${name}" with ${given} arguments` : undefined
}

const STATEMENTS = ['If', 'For', 'Set', 'Macro', 'CallStatement', 'FilterStatement']

function isStatement(node: unknown): boolean {
  return isNode(node) && STATEMENTS.includes(String(node.type))
}

/** What Python writes in its own way: lists, mappings, True and False. */
function writtenOtherwise(body: unknown): readonly string[] {
  if (!Array.isArray(body)) return []
  return body.flatMap((node: unknown): readonly string[] => {
    if (!isNode(node)) return []
    if (isStatement(node)) return [...writtenOtherwise(node.body), ...writtenOtherwise(node.alternate)]
    const kind = Object.hasOwn(WRITTEN_OTHERWISE, String(node.type))
      ? WRITTEN_OTHERWISE[String(node.type)]
      : undefined
    return kind === undefined ? [] : [kind]
  })
}

const WRITTEN_OTHERWISE: { readonly [type: string]: string } = {
  ArrayLiteral: 'a list that is written out',
  TupleLiteral: 'a list that is written out',
  ObjectLiteral: 'a mapping that is written out',
  TestExpression: 'a truth value that is written out',
}

function calledOf(filter: unknown): unknown {
  return isNode(filter) && filter.type === 'CallExpression' ? filter.callee : filter
}

function unlisted(kind: string, node: unknown, listed: ReadonlySet<string>): string | undefined {
  const name = nameOf(node)
  return listed.has(name) ? undefined : `the ${kind} "${name}"`
}

/**
 * A template of Python's Jinja for ours, which drops a line end behind a tag and white space before one (chat
 * templates expect it): where the template has such, it is written as an expression.
 */
export function withKeptSpaces(source: string): string {
  return source
    .replaceAll(/^([ \t]+)(?=\{[%#](?!-))/gm, (spaces) => `{{ ${JSON.stringify(spaces)} }}`)
    .replaceAll(/(?<!-)([%#]\})\n(?!$)/g, (_all, end: string) => `${end}{{ "\\n" }}`)
}

function nameOf(node: unknown): string {
  return isNode(node) && typeof node.value === 'string' ? node.value : ''
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}
