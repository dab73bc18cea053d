import * as z from 'zod'
import { InputError } from '../../domain/input-error.ts'

const SIZE_UNITS = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 } as const

/** A number of parameters: `1500000000`, `1.5B` or `135M`. */
const size = z.union(
  [
    z.number().positive(),
    z
      .string()
      .regex(/^\d+(\.\d+)?[KMBT]$/i)
      .transform(parametersOf),
  ],
  {
    error: 'must be a size such as 135M or 1.5B',
  },
)

function parametersOf(written: string): number {
  const unit = written.slice(-1).toUpperCase() as keyof typeof SIZE_UNITS
  // Rounded: 1.1 × 10⁹ is not exact in binary, and a model of that size must not fall below it.
  return Math.round(Number(written.slice(0, -1)) * SIZE_UNITS[unit])
}

const probability = z.number().min(0).max(1)

/**
 * How demonstrations help: at k shots a model is the share zero + (1 − zero) k/(k + half) of the way from
 * the truth's floor to its curve.
 */
const shots = z.strictObject({ zero: probability, half: z.number().positive() })

const range = { floor: probability.default(0), ceiling: probability.default(1), shots: shots.optional() }

const DEFAULT_CEILING = 0.97
const DEFAULT_MIDPOINT = 1e9
const DEFAULT_WIDTH_DECADES = 2

/** Per-token accuracy as a function of the number of parameters: what a simulated task's true curve is. */
const truth = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('flat'), level: probability }),
    z.strictObject({ kind: z.literal('linear'), ...range, from: size, to: size }),
    z.strictObject({
      kind: z.literal('logistic'),
      ...range,
      ceiling: probability.default(DEFAULT_CEILING),
      midpoint: size.default(DEFAULT_MIDPOINT),
      /** Decades of parameters over which the curve makes the middle 80 % of its rise. */
      width: z.number().positive().default(DEFAULT_WIDTH_DECADES),
    }),
    z.strictObject({
      kind: z.literal('power-law'),
      ...range,
      scale: size,
      exponent: z.number().positive(),
    }),
    z.strictObject({
      kind: z.literal('jump'),
      floor: probability,
      ceiling: probability,
      at: size,
      /** Accuracy gained per decade on both sides of the jump. */
      slope: z.number().min(0).default(0),
      shots: shots.optional(),
    }),
    z.strictObject({ kind: z.literal('kink'), ...range, at: size, to: size }),
  ])
  .refine((it) => it.kind === 'flat' || it.floor <= it.ceiling, {
    message: 'floor must not be above ceiling',
    path: ['floor'],
  })
  .refine((it) => it.kind !== 'linear' || it.from < it.to, {
    message: 'from must be below to',
    path: ['from'],
  })
  .refine((it) => it.kind !== 'kink' || it.at < it.to, { message: 'at must be below to', path: ['at'] })

/** A truth with its defaults filled in and sizes as numbers of parameters. */
export type Truth = z.output<typeof truth>

/** How demonstrations help, as a truth declares it. */
export type ShotsGain = z.output<typeof shots>

const DEFAULT_TRUTH: Truth = {
  kind: 'logistic',
  floor: 0,
  ceiling: DEFAULT_CEILING,
  midpoint: DEFAULT_MIDPOINT,
  width: DEFAULT_WIDTH_DECADES,
  shots: { zero: 0.3, half: 1 },
}

/** Kinds of failure that can be declared: those that another try may cure. */
export const SIMULATED_FAILURES = ['network', 'timeout', 'rate-limit', 'server', 'malformed'] as const

/** The `providers:` entry of a simulated provider. */
export const simulatedSettingsSchema = z
  .strictObject({
    type: z.literal('simulated').optional(),
    seed: z.int().default(1),
    /** Median latency of a call. */
    latency_ms: z.number().min(0).default(0),
    /** Standard deviation of the logarithm of the latency. */
    latency_spread: z.number().min(0).default(0),
    /** Share of attempts that fail. */
    failure_rate: probability.default(0),
    failure_kinds: z.array(z.enum(SIMULATED_FAILURES)).min(1).default(['server']),
    /** What a simulated rate limit asks the caller to wait. */
    retry_after_ms: z.number().min(0).optional(),
    /** Of models that do not state their own. */
    context_length: z.int().positive().default(8192),
    concurrency: z.int().positive().default(8),
    /** Correlation between the tokens of one item that its difficulty makes; shared by all sizes. */
    item_share: probability.default(0.3),
    /** Share of chance that belongs to one model and one prompt, and is not shared between sizes. */
    noise: probability.default(0.05),
    /** Standard deviation, in logits, of how far a model lies off a task's curve. */
    scatter: z.number().min(0).default(0),
    /** For tasks that no pattern of `truths` names. */
    truth: truth.default(DEFAULT_TRUTH),
    /** By task-name pattern (`*` stands for any run of characters); the first that matches, in file order. */
    truths: z.record(z.string(), truth).default({}),
  })
  .refine((it) => it.item_share + it.noise <= 1, {
    message: 'item_share and noise together must not exceed 1',
    path: ['noise'],
  })

/** Settings of a simulated provider as written: every key is optional. */
export type SimulatedSettingsInput = z.input<typeof simulatedSettingsSchema>

/** Settings of a simulated provider, checked, with every default filled in. */
export type SimulatedSettings = z.output<typeof simulatedSettingsSchema>

/**
 * Checks the settings of the simulated provider of this name and fills in the defaults.
 * @throws InputError with every problem
 */
export function readSimulatedSettings(provider: string, written: unknown): SimulatedSettings {
  const read = simulatedSettingsSchema.safeParse(written)
  if (read.success) return read.data
  const [first, ...others] = read.error.issues.map(({ path, message }) => ({
    message: `provider "${provider}", ${path.join('.')}: ${message}`,
  }))
  throw new InputError(first ?? `provider "${provider}": settings that cannot be read`, ...others)
}
