import type { VerdictRule } from '../../curves/verdict/rule.ts'

/** What is true of every verdict of a report, said once: the constants, what a jump means, and what is not covered. */
export function ruleLines(rule: VerdictRule): string[] {
  const { name, alpha, floorBand, acceleration, share } = rule
  return [
    `${name}: α = ${alpha}, floor band δ = ${floorBand}, acceleration ρ = ${acceleration}, share κ = ${share}` +
      `${laterConstants(rule)}. A jump is at ` +
      `least ${share === 0.5 ? 'half' : share} of the whole rise in one size gap, at over ${acceleration} times the slope ` +
      'before: a smooth rise narrower than about two gaps is called one.',
    'Intervals and p-values are over items: training-seed variance is not in these intervals, and one odd model can make ' +
      'or hide a break.',
  ]
}

/** The constants that the first rule does not have. */
function laterConstants({ jump, negligibleRise, scatterSizes }: VerdictRule): string {
  const constants = [
    ...(jump === undefined
      ? []
      : [
          `scatter from ${scatterSizes} sizes on`,
          `width ${jump.smoothWidth} gaps`,
          `factor ${jump.gapsAtOnce}`,
          `doubt ${jump.doubt}`,
        ]),
    ...(negligibleRise === undefined ? [] : [`negligible rise ${negligibleRise}`]),
  ]
  return constants.map((constant) => `, ${constant}`).join('')
}
