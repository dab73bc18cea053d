/** How a prompt reaches the model: bare text, one user message, or demonstrations as earlier turns. */
export const RENDERINGS = ['raw', 'chat', 'chat-turns'] as const
export type Rendering = (typeof RENDERINGS)[number]

/** What was done to the demonstrations' labels before they were shown. */
export const CONTROLS = ['gold', 'shuffled-labels', 'random-labels', 'flipped-labels', 'no-labels'] as const
export type Control = (typeof CONTROLS)[number]

/** Whether a draw of demonstrations serves all queries of a task, or each query has its own. */
export const SAMPLINGS = ['shared', 'per-query'] as const
export type Sampling = (typeof SAMPLINGS)[number]

export const INSTRUCTIONS = ['off', 'on'] as const
export type Instruction = (typeof INSTRUCTIONS)[number]

export const TUNINGS = ['base', 'instruct', 'reasoning'] as const
export type Tuning = (typeof TUNINGS)[number]
