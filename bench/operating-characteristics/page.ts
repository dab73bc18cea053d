import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { markdownTable } from '../peers/markdown-table.ts'
import { withSection } from '../peers/write-section.ts'
import { DESIGNS, SCATTERS } from './designs.ts'
import { COMPANIONS, type Companion, RULES } from './judge.ts'
import { NAIVE_RULES } from './naive.ts'
import type { Rates } from './rates.ts'
import { TRUTHS } from './truths.ts'

const PROJECT = resolve(import.meta.dirname, '../..')
const PAGE = join(PROJECT, 'docs/statistics.md')

/** Puts the tables of the simulation into docs/statistics.md. */
export function writePage(rows: readonly Rates[], seed: number): void {
  const before = readFileSync(PAGE, 'utf8')
  writeFileSync(PAGE, withSection(before, 'operating-characteristics', sectionOf(rows, seed)))
  // Tables are padded as the linter wants them.
  execFileSync(join(PROJECT, 'node_modules/.bin/biome'), ['format', '--write', PAGE])
}

function sectionOf(rows: readonly Rates[], seed: number): string {
  const verdicts = rows.filter(({ companion }) => companion !== '')
  const reps = Math.min(...verdicts.map((row) => row.reps))
  const worst = 196 / (2 * Math.sqrt(reps))
  return [
    `${reps.toLocaleString('en-US')} repetitions a cell, seed ${seed}: a rate is at most ±${worst.toFixed(1)} points off, and one of ` +
      `0 is below ${(100 * (1 - 0.05 ** (1 / reps))).toFixed(1)} % (95 %).`,
    'False `emergent`, %: the largest rate over the smooth truths, and of which truth.',
    falseCalls(verdicts),
    'Power, %: jumps that are called `emergent`, and in brackets those called `metric_artefact`; companion: log-likelihood.',
    power(verdicts, 'log-likelihood'),
    'The same with digit accuracy as companion:',
    power(verdicts, 'digits'),
    'No scatter, companion log-likelihood: `emergent` / `metric_artefact`, %.',
    truthTable(verdicts),
    'Called `emergent` by true width, %: a logistic token that takes so many mean gaps from 10 % to 90 %, no scatter / scatter .4.',
    widths(verdicts),
    'Naive rules, %: how often each calls a smooth, not flat truth a break, from the least to the most over these truths; no scatter.',
    naive(rows),
  ].join('\n\n')
}

function falseCalls(rows: readonly Rates[]): string {
  const smooth = rows.filter(({ truth }) => truth.kind === 'smooth')
  const lines = companions().flatMap((companion) =>
    RULES.map(({ name: rule }) => [
      companion,
      rule,
      ...cells((design, scatter) => {
        const [worst] = smooth
          .filter(isOf({ rule, companion, design, scatter }))
          .toSorted((a, b) => emergentRate(b) - emergentRate(a))
        if (worst === undefined) return ''
        return worst.counts.emergent === 0 ? '0' : `${percent(emergentRate(worst))} (\`${worst.truth.name}\`)`
      }),
    ]),
  )
  return byDesign(['companion', 'rule'], lines)
}

function power(rows: readonly Rates[], companion: Companion): string {
  const jumps = TRUTHS.filter((truth) =>
    rows.some((row) => row.truth === truth && row.companion === companion && truth.kind === 'jump'),
  )
  const lines = jumps.flatMap((truth) =>
    RULES.map(({ name: rule }) => [
      `\`${truth.name}\``,
      rule,
      ...cells((design, scatter) => {
        const found = rows.find(
          (row) => row.truth === truth && isOf({ rule, companion, design, scatter })(row),
        )
        if (found === undefined) return ''
        const artefact = found.counts.metric_artefact / found.reps
        return `${percent(emergentRate(found))}${artefact === 0 ? '' : ` (${percent(artefact)})`}`
      }),
    ]),
  )
  return byDesign(['truth', 'rule'], lines)
}

function truthTable(rows: readonly Rates[]): string {
  const lines = TRUTHS.map((truth) => [
    truth.says,
    ...DESIGNS.flatMap(({ name: design }) =>
      RULES.map(({ name: rule }) => {
        const found = rows.find(
          (row) =>
            row.truth === truth && isOf({ rule, companion: 'log-likelihood', design, scatter: 0 })(row),
        )
        if (found === undefined) return ''
        return `${percent(emergentRate(found))} / ${percent(found.counts.metric_artefact / found.reps)}`
      }),
    ),
  ])
  return markdownTable(
    ['truth', ...DESIGNS.flatMap(({ name }) => RULES.map((rule) => `${name}, ${rule.name}`))],
    lines,
  )
}

function widths(rows: readonly Rates[]): string {
  const truths = TRUTHS.filter(({ name }) => /^width-[\d.]+$/u.test(name))
  const lines = companions().flatMap((companion) =>
    RULES.flatMap(({ name: rule }) =>
      DESIGNS.map(({ name: design }) => [
        ...[companion, rule, design],
        ...truths.map((truth) =>
          [0, 0.4]
            .map((scatter) => {
              const found = rows.find(
                (row) => row.truth === truth && isOf({ rule, companion, design, scatter })(row),
              )
              return found === undefined ? '' : percent(emergentRate(found))
            })
            .join(' / '),
        ),
      ]),
    ),
  )
  return markdownTable(
    ['companion', 'rule', 'design', ...truths.map(({ name }) => name.replace('width-', 'W = '))],
    lines,
  )
}

function naive(rows: readonly Rates[]): string {
  const lines = Object.keys(NAIVE_RULES).map((rule) => [
    rule,
    ...DESIGNS.map(({ name: design }) => {
      const rates = rows
        .filter(isOf({ rule, companion: '', design, scatter: 0 }))
        .filter(({ truth }) => truth.kind === 'smooth' && !truth.name.startsWith('flat'))
        .map(emergentRate)
      return `${percent(Math.min(...rates))} to ${percent(Math.max(...rates))}`
    }),
  ])
  return markdownTable(['rule', ...DESIGNS.map(({ name }) => name)], lines)
}

function isOf(place: Pick<Rates, 'rule' | 'companion' | 'design' | 'scatter'>): (row: Rates) => boolean {
  return ({ rule, companion, design, scatter }) =>
    rule === place.rule &&
    companion === place.companion &&
    design === place.design &&
    scatter === place.scatter
}

/** One cell a design and scatter. */
function cells(cellOf: (design: string, scatter: number) => string): readonly string[] {
  return DESIGNS.flatMap(({ name }) => SCATTERS.map((scatter) => cellOf(name, scatter)))
}

function byDesign(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const columns = DESIGNS.flatMap(({ name }) =>
    SCATTERS.map((scatter) => (scatter === 0 ? name : `${name}, ${scatter}`)),
  )
  return markdownTable([...head, ...columns], lines)
}

function companions(): readonly Companion[] {
  return Object.keys(COMPANIONS) as Companion[]
}

function emergentRate({ counts, reps }: Rates): number {
  return counts.emergent / reps
}

/** Whole percents, and a decimal below ten. */
function percent(rate: number): string {
  const value = 100 * rate
  return value === 0 || value >= 9.95 ? value.toFixed(0) : value.toFixed(1)
}
