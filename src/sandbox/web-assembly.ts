/** The part of WebAssembly that is used here: Node's types do not name it. */
export interface WebAssemblyApi {
  Memory: new (wanted: MemoryDescriptor) => object
  compile(bytes: Uint8Array): Promise<object>
}

/** How large a memory starts, and may grow, in pages of 64 KiB. */
export interface MemoryDescriptor {
  readonly initial: number
  readonly maximum?: number
}

/** This process's own. */
export const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly
