// Writes src/report/page-asset.ts from the files of this folder.
import { writeFile } from 'node:fs/promises'
import { pageModule } from './bundle.ts'

await writeFile(new URL('../page-asset.ts', import.meta.url), await pageModule())
