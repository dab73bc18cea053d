import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentPolicy, sourceHash } from '../../src/report/content-policy.ts'
import { codeForScript, escapeHtml, html, jsonForScript } from '../../src/report/html.ts'
import { pageModule } from '../../src/report/page/bundle.ts'
import { reportHtml } from '../../src/report/report-html.ts'
import { fourModels } from '../charts/demo-points.ts'
import { inputOf } from './report-input.ts'

test.each([
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
  ['"a" & \'b\'', '&quot;a&quot; &amp; &#39;b&#39;'],
  ['a\0b', 'a\ufffdb'],
  ['中文', '中文'],
])('text in HTML: %j', (text, escaped) => {
  expect(escapeHtml(text)).toBe(escaped)
  expect(html`<p title="${text}">${[text, html`<b>${1}</b>`, undefined, false]}</p>`.text).toBe(
    `<p title="${escaped}">${escaped}<b>1</b></p>`,
  )
})

test('JSON in a script block is the same value, and nothing in it ends the block', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom('</script>', '<!--', ']]>', '\u2028', '\u2029', '&lt;'),
      (value, text) => {
        const written = jsonForScript([value, text])
        expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify([value, text])))
        expect(written).not.toMatch(/[<>&\u2028\u2029]/u)
      },
    ),
  )
})

test('code in a script element means the same, and does not end it', () => {
  const code = `result = ["</script>", '<!--', /<\\/script>/.test("</script>"), "</SCRIPT>"]`
  const written = codeForScript(code)
  expect(written).not.toMatch(/<\/script|<!--/iu)
  const context = { result: undefined }
  runInNewContext(written, context)
  expect([...(context.result ?? [])]).toEqual(['</script>', '<!--', true, '</SCRIPT>'])
})

test('the policy names the one script and the one style of the page, and allows nothing else', async () => {
  const page = reportHtml(await inputOf(fourModels))
  const policy = /Content-Security-Policy" content="([^"]*)"/u.exec(page)?.[1]?.replaceAll('&#39;', "'")
  const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/gu)].map(([, text]) => text ?? '')
  const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/gu)].map(([, text]) => text ?? '')
  expect([scripts.length, styles.length]).toEqual([1, 1])
  expect(policy).toBe(contentPolicy({ script: scripts[0] ?? '', style: styles[0] ?? '' }))
  expect(policy).toContain(sourceHash(scripts[0] ?? ''))
  expect(policy).not.toMatch(/unsafe|https?:|\*/u)
  expect(page).not.toMatch(/ (?:src|href)="(?!#)/u)
})

test('src/report/page-asset.ts is what the page is made of (node src/report/page/write.ts)', async () => {
  expect(readFileSync('src/report/page-asset.ts', 'utf8')).toBe(await pageModule())
})
