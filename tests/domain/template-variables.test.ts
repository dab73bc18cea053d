import { expect, test } from 'vitest'
import { templateVariables } from '../../src/domain/template-variables.ts'

test.each([
  ['plain text', [], []],
  ['{{ input }}', ['input'], []],
  ['{{ a.b["c"] }} {{ d[e] }}', ['a', 'd', 'e'], []],
  ['{{ input | upper | replace(old, "x") }}', ['input', 'old'], []],
  ['{% for choice in choices %}{{ loop.index }}. {{ choice }}{% endfor %}', ['choices'], []],
  ['{% for key, value in table.items() %}{{ key }}{{ value }}{% endfor %}', ['table'], []],
  ['{% set shout = input | upper %}{{ shout }}', ['input'], []],
  ['{% if hint %}{{ hint }}{% endif %}{{ input }}', ['input'], ['hint']],
  ['{% if hint is defined and not passage %}{{ hint }}{{ passage }}{% endif %}', [], ['hint', 'passage']],
  ['{% if kind == "a" %}{{ input }}{% endif %}', ['kind', 'input'], []],
  ['{{ hint | default("none") }}', [], ['hint']],
  ['{{ a if b else c }}', ['a', 'c'], ['b']],
  ['{{ [x, {"k": y}] }}{{ range(n) }}', ['x', 'y', 'n'], []],
  ['{{ "{{ text }}" }}', [], []],
] as const)('%s', (template, required, optional) => {
  const variables = templateVariables(template)
  expect([...variables.required].sort()).toEqual([...required].sort())
  expect([...variables.optional].sort()).toEqual([...optional].sort())
})
