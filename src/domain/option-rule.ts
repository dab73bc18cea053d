/** An option's value as a task file states it. */
export type OptionValue = string | number | boolean | readonly string[]

/** Values by option name. */
export interface Options {
  readonly [option: string]: OptionValue
}

/** What an option of an extraction or metric may be: plain data, so that a task file can be checked with it. */
export interface OptionRule {
  /** `names` is a list of names out of `allowed`; `choice` is one of them; `texts` is a list of any texts. */
  readonly type: 'string' | 'number' | 'string-or-number' | 'boolean' | 'names' | 'choice' | 'texts'
  readonly required: boolean
  readonly allowed?: readonly string[]
  readonly description: string
}

/** Rules by option name. */
export interface OptionRules {
  readonly [option: string]: OptionRule
}
