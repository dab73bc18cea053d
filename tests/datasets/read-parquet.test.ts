import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readItemFile } from '../../src/datasets/read-item-file.ts'
import { describeWith, pathOf } from '../real-parts.ts'

const folder = mkdtempSync(join(tmpdir(), 'icl-parquet-'))
afterAll(() => rmSync(folder, { recursive: true }))

const WRITE = `
import duckdb, sys
for name in sys.argv[2:]: duckdb.sql("""copy (select i as id, 'Frage ' || i || ' — 你好' as question, i * 1.5 as half,
  cast(i as bigint) * 3000000000 as large, {'text': ['a', 'b' || i], 'label': ['A', 'B']} as choices,
  i % 2 = 0 as even, date '2024-02-03' as day, case when i = 2 then null else 'x' end as gap
  from range(5000) t(i)) to '""" + sys.argv[1] + "/" + name + ".parquet' (format parquet, row_group_size 2048, compression " + name + ")")
`

describeWith(['python-readers'], 'Parquet that DuckDB writes', () => {
  const packings = ['snappy', 'zstd', 'gzip', 'brotli', 'uncompressed']
  beforeAll(() => {
    execFileSync(pathOf('python-readers'), ['-c', WRITE, folder, ...packings])
  })

  test.each(packings)('%s', async (packing) => {
    const path = join(folder, `${packing}.parquet`)
    const items = await readItemFile(path, {
      map: { input: 'question', target_index: '{{ id % 2 }}', choices: 'choices.text' },
      readText: async (file) => readFileSync(file, 'utf8'),
    })
    expect(items).toHaveLength(5000)
    const { item, place } = items[4999] ?? {}
    expect(place).toEqual({ file: `${path}, row 5000` })
    expect(item).toMatchObject({ id: '4999', input: 'Frage 4999 — 你好', targets: ['b4999'] })
    expect(item?.fields).toMatchObject({
      half: 7498.5,
      large: 14_997_000_000_000,
      even: false,
      day: '2024-02-03T00:00:00.000Z',
    })
    expect(items[2]?.item.fields.gap ?? null).toBeNull()
  })
})
