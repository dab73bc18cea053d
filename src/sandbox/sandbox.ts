import type { CodeLanguage, CodeRunner } from '../domain/code-runner.ts'
import type { SandboxLimits } from './limits.ts'

/** Everything that keeps a program in, from the outermost inwards. */
export const LAYERS = [
  'namespaces',
  'private-root',
  'resource-limits',
  'no-privileges',
  'node-permissions',
  'empty-environment',
  'bare-realm',
  'interpreter',
] as const
export type LayerName = (typeof LAYERS)[number]

/** A layer and whether it holds on this machine; plain data, for `run.yaml`. */
export interface Layer {
  readonly name: LayerName
  readonly active: boolean
  /** What it takes away, or why it is not there. */
  readonly detail: string
}

export interface SandboxOptions {
  /** The Node program that runs the interpreters: this process's own. */
  readonly nodePath: string
  /** A folder for what the sandbox needs while it is open; it makes its own inside. */
  readonly temporaryFolder: string
  /** This process's id: the self-proof tries to reach it. */
  readonly pid: number
  readonly limits?: Partial<SandboxLimits> | undefined
  /** How many programs run side by side. 1 where not given. */
  readonly lanes?: number | undefined
  /** Layers that are left out. The self-proof refuses what no other layer holds. */
  readonly without?: readonly LayerName[] | undefined
}

/** Runs untrusted programs, apart from each other and from the machine. */
export interface Sandbox extends CodeRunner {
  readonly layers: readonly Layer[]
  /**
   * Starts what a language needs and has it prove that it cannot get out; `test` does so by itself.
   *
   * @throws InputError naming what was reached
   */
  ready(language: CodeLanguage): Promise<void>
  /** Ends every process of it and removes its folder. */
  close(): Promise<void>
}

/** The line that a person reads for a layer: `+ namespaces: own user, net, …`. */
export function layerLine(layer: Layer): string {
  return `${layer.active ? '+' : '-'} ${layer.name}: ${layer.detail}`
}
