import type * as z from 'zod'

/**
 * Of a union's branches: the one of the right kind with the fewest misfits inside; where the value is of no
 * branch's kind, one misfit that expects the first branch or the second or …
 */
export function closestBranch(
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] {
  const flat = branches.map((issues) => issues.flatMap(innerBranch))
  const inside = flat.filter((issues) =>
    issues.every((issue) => issue.path.length > 0 || isUnknownKey(issue)),
  )
  const [closest] = inside.toSorted((a, b) => a.length - b.length)
  if (closest !== undefined) return closest
  const whole = flat.flat().filter((issue) => issue.path.length === 0)
  const phrases = [...new Set(whole.map((issue) => issue.message))].filter((phrase) => phrase !== '')
  // Listed values are told with what else is allowed.
  const listed = whole.find((issue) => issue.code === 'invalid_value')
  const first = listed ?? whole.find((issue) => issue.message !== '')
  return first === undefined ? [] : [{ ...first, message: phrases.join(', or ') }]
}

function innerBranch(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  return closestBranch(issue.errors).map((inner) => ({
    ...inner,
    path: [...issue.path, ...inner.path],
  }))
}

function isUnknownKey(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'unrecognized_keys'
}
