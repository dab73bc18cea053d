import { Template } from '@huggingface/jinja'

/** The variables that a template takes from outside. */
export interface TemplateVariables {
  /** Those that must be there. */
  readonly required: ReadonlySet<string>
  /** Those that the template asks about first: `{% if x %}`, `x is defined`, `x | default('')`. */
  readonly optional: ReadonlySet<string>
}

/** Names that Jinja itself gives. */
const GIVEN = new Set(['loop', 'range', 'namespace', 'true', 'false', 'none', 'True', 'False', 'None'])

type Node = Readonly<Record<string, unknown>>

/** The free variables of a Jinja template. @throws Error of the parser where it is no template. */
export function templateVariables(source: string): TemplateVariables {
  const used = new Set<string>()
  const optional = new Set<string>()
  const bound = new Set(GIVEN)
  const walk = (node: unknown): void => {
    if (Array.isArray(node) || node instanceof Map) for (const child of node) walk(child)
    if (!isNode(node)) return
    for (const name of askedAbout(node)) optional.add(name)
    for (const name of boundBy(node)) bound.add(name)
    const name = identifier(node)
    if (name !== undefined) used.add(name)
    else for (const child of children(node)) walk(child)
  }
  walk(new Template(source).parsed.body)
  const free = [...used].filter((name) => !bound.has(name))
  return {
    required: new Set(free.filter((name) => !optional.has(name))),
    optional: new Set(free.filter((name) => optional.has(name))),
  }
}

/** The parts of a node that may hold variables: not the names of members, filters, tests and arguments. */
function children(node: Node): readonly unknown[] {
  const { operator: _operator, ...parts } = node
  switch (node.type) {
    case 'MemberExpression':
      return node.computed === true ? [node.object, node.property] : [node.object]
    case 'FilterExpression':
      return [node.operand, ...argumentsOf(node.filter)]
    case 'FilterStatement':
      return [...argumentsOf(node.filter), node.body]
    case 'TestExpression':
      return [node.operand]
    case 'KeywordArgumentExpression':
      return [node.value]
    case 'SelectExpression':
      return [node.lhs, node.test]
    default:
      return Object.values(parts)
  }
}

function argumentsOf(filter: unknown): readonly unknown[] {
  return isNode(filter) && filter.type === 'CallExpression' ? [filter.args] : []
}

function askedAbout(node: Node): readonly string[] {
  if (node.type === 'If') return namesIn(node.test)
  if (node.type === 'Ternary') return namesIn(node.condition)
  if (
    node.type === 'TestExpression' &&
    ['defined', 'undefined', 'none'].includes(identifier(node.test) ?? '')
  )
    return namesIn(node.operand)
  if (node.type === 'FilterExpression' && filterName(node.filter) === 'default') return namesIn(node.operand)
  return []
}

/** A variable alone, negated, or joined with others by `and` and `or`. */
function namesIn(node: unknown): readonly string[] {
  if (!isNode(node)) return []
  const name = identifier(node)
  if (name !== undefined) return [name]
  if (node.type === 'UnaryExpression') return namesIn(node.argument)
  if (node.type === 'TestExpression') return namesIn(node.operand)
  if (
    node.type === 'BinaryExpression' &&
    isNode(node.operator) &&
    ['and', 'or'].includes(String(node.operator.value))
  )
    return [...namesIn(node.left), ...namesIn(node.right)]
  return []
}

function boundBy(node: Node): readonly string[] {
  if (node.type === 'For') return namesOf(node.loopvar)
  if (node.type === 'Set') return namesOf(node.assignee)
  if (node.type === 'Macro') return [...namesOf(node.name), ...namesOf(node.args)]
  return []
}

function namesOf(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(namesOf)
  if (!isNode(node)) return []
  const name = identifier(node)
  if (name !== undefined) return [name]
  return node.type === 'TupleLiteral' ? namesOf(node.value) : namesOf(node.key)
}

function filterName(filter: unknown): string | undefined {
  if (!isNode(filter)) return undefined
  return identifier(filter) ?? identifier(filter.callee)
}

function identifier(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? String(node.value) : undefined
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}
