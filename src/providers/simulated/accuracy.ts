import type { ShotsGain, Truth } from './settings.ts'

/**
 * Per-token accuracy of a model of so many parameters after so many demonstrations, under a declared truth.
 * In [0, 1].
 */
export function tokenAccuracy(declared: Truth, parameters: number, shots: number): number {
  if (declared.kind === 'flat') return declared.level
  const gained = risenShare(declared, parameters)
  return clip(declared.floor + gained * shownShare(declared.shots, shots))
}

/** Accuracy above the floor, with as many demonstrations as could help. */
function risenShare(declared: Exclude<Truth, { kind: 'flat' }>, parameters: number): number {
  const rise = declared.ceiling - declared.floor
  switch (declared.kind) {
    case 'linear':
      return rise * clip(decades(declared.from, parameters) / decades(declared.from, declared.to))
    case 'kink':
      return rise * clip(decades(declared.at, parameters) / decades(declared.at, declared.to))
    case 'logistic': {
      // From 10 % to 90 % a logistic takes 2 ln 9 / slope, so 9^2 per width.
      const steps = (2 * decades(declared.midpoint, parameters)) / declared.width
      return rise / (1 + 9 ** -steps)
    }
    case 'power-law':
      // A cross-entropy per token of (scale/N)^exponent: Schaeffer et al. 2023, section 2.
      return rise * Math.exp(-((declared.scale / parameters) ** declared.exponent))
    case 'jump': {
      const trend = declared.slope * decades(declared.at, parameters)
      return (parameters < declared.at ? 0 : rise) + trend
    }
  }
}

function shownShare(gain: ShotsGain | undefined, shots: number): number {
  return gain === undefined ? 1 : gain.zero + (1 - gain.zero) * (shots / (shots + gain.half))
}

function decades(from: number, to: number): number {
  return Math.log10(to / from)
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value))
}
