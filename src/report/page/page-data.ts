import type { PageData } from '../report-html.ts'

/** Reads the data block of the page. */
export async function readPageData(block: string): Promise<PageData> {
  const { gzip } = JSON.parse(block) as { gzip: string }
  const bytes = Uint8Array.from(atob(gzip), (char) => char.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return JSON.parse(await new Response(stream).text()) as PageData
}
