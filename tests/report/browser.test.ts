import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Result } from '../../src/domain/result.ts'
import { reportHtml } from '../../src/report/report-html.ts'
import { fourModels, pointWith } from '../charts/demo-points.ts'
import { icl } from '../commands/run-icl.ts'
import { describeWith, pathOf } from '../real-parts.ts'
import { addressOf, inputOf, resultOf, standingsOf, verdictOf } from './report-input.ts'

/** What a model may say to a page; each sets the flag `hacked` where anything of it runs. */
const HOSTILE: readonly string[] = [
  '</script><script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 1">',
  '<svg onload="window.hacked = 1"><style>body{display:none}</style></svg>',
  '"><iframe srcdoc="<script>parent.hacked = 1</script>">',
  '[x](javascript:window.hacked=1) <a href="javascript:window.hacked=1">x</a>',
  '<!--<script>',
  ']]></textarea></title></style><base href="https://example.com/">',
  '\u202eevil \u2066isolated\u2069',
  'a\0b \u2028 \u2029 \ud83d \r\n',
  '{{constructor.constructor("window.hacked=1")()}} ${window.hacked=1}',
  'x'.repeat(1_000_000),
]

const folder = mkdtempSync(join(tmpdir(), 'icl-report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function saved(name: string, page: string): string {
  const path = join(folder, name)
  writeFileSync(path, page)
  return addressOf(path)
}

/** A report of points and results in which everything that people and models name or write is hostile. */
async function hostileReport(): Promise<string> {
  const points = ['</h2><script>window.hacked=1</script>', '<img src=x onerror=window.hacked=1>'].flatMap(
    (model, index) =>
      [0, 4].map((shots) =>
        pointWith({
          ...{
            task: '</title><script>window.hacked=1</script>',
            model,
            family: '"><b>F',
            tuning: 'base',
            shots,
            score: 0.5,
          },
          ...{ parameters: 10 ** (8 + index), activeParameters: undefined, trials: HOSTILE.length },
        }),
      ),
  )
  const results = points.flatMap((point, at): Result[] =>
    HOSTILE.map((text, index) =>
      resultOf(point, {
        ...{
          trialKey: `${at}-${index}`,
          item: `${text.slice(0, 60)}${index}`,
          response: text,
          reasoning: text,
        },
        ...{
          answer: text,
          target: text.slice(0, 2000),
          error: text,
          scores: { score_exact_match: index % 2 },
        },
      }),
    ),
  )
  const input = await inputOf(points, results)
  return reportHtml({
    ...input,
    facts: {
      ...input.facts,
      name: '</title><script>window.hacked=1</script>',
      remarks: [...HOSTILE.slice(0, 8)],
    },
    verdicts: [
      verdictOf({ source: 'run', task: points[0]?.task ?? '', sentence: HOSTILE[0] ?? '', shots: 4 }),
    ],
    trials: input.trials.map((trial) => ({
      ...trial,
      prompt: { rendering: 'raw', text: trial.result.response ?? '', cuts: [2] },
    })),
  })
}

interface Opened {
  readonly page: Page
  /** Console messages, errors, and addresses other than the file's own. */
  readonly trouble: string[]
}

describeWith(['chromium'], 'a report in Chromium', () => {
  let browser: Browser
  const addresses = { real: '', hostile: '', made: '', published: '' }
  const open = async (address: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Opened> => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options })
    const trouble: string[] = []
    page.on('console', (message) => trouble.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => trouble.push(error.message))
    page.on('request', (request) => {
      if (request.url() !== address) trouble.push(request.url())
    })
    await page.addInitScript(
      "addEventListener('securitypolicyviolation', e => { (window.violations ??= []).push(e.violatedDirective + ' ' + e.blockedURI) })",
    )
    await page.goto(address)
    await page.waitForSelector('html[data-ready=true]')
    await page.locator('.chart').first().scrollIntoViewIfNeeded()
    await page.waitForSelector('.chart svg')
    return { page, trouble }
  }
  const violations = (page: Page) => page.evaluate<string[]>('window.violations ?? []')

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: pathOf('chromium'), args: ['--no-sandbox'] })
    const real = join(folder, 'real.html')
    const { exitCode } = await icl(['report', 'results/reference/quickstart', '--out', real])
    expect(exitCode).toBe(0)
    addresses.real = addressOf(real)
    const published = join(folder, 'published.html')
    expect((await icl(['report', 'results/published/gpt3', '--out', published])).exitCode).toBe(0)
    addresses.published = addressOf(published)
    addresses.hostile = saved('hostile.html', await hostileReport())
    const results = fourModels.flatMap((point, at) =>
      (['ok', 'ok', 'unparsed', 'ok'] as const).map((outcome, index) =>
        resultOf(point, {
          ...{ trialKey: `${at}-${index}`, item: `i${index}`, outcome, response: `answer ${index}` },
          scores: { score_exact_match: index === 1 ? 1 : 0 },
        }),
      ),
    )
    const counted = fourModels.map((point) => ({ ...point, trials: 4, unparsed: 1 }))
    const jump = verdictOf({
      ...{ source: 'run', task: 'capitals', verdict: 'emergent', gapLow: 2.7e8, gapHigh: 4.9e8, share: 0.9 },
      sentence: 'Exact match jumps between 268M and 494M.',
    })
    const most = counted.filter(({ shots }) => shots === 8)
    const [first, second] = most
    const standings = first && standingsOf(first, { winner: first, loser: second ?? first, members: most })
    const input = await inputOf(counted, results, {
      verdicts: [jump, { ...jump, shots: 4, sentence: 'And at k=4.' }],
      tests: new Map([[jump, { floorSizes: 2, pLeft: 0.5, pTrend: 0.01, width: { decades: 0.3, low: 0 } }]]),
      standings: standings === undefined ? [] : [standings],
    })
    addresses.made = saved('made.html', reportHtml(input))
  }, 60_000)
  afterAll(() => browser?.close())

  test('opens from disk without network, console message or policy violation, and draws every chart', async () => {
    const { page, trouble } = await open(addresses.real)
    const places = await page.locator('.chart:visible').all()
    for (const place of places) {
      await place.scrollIntoViewIfNeeded()
      await place.locator('svg path[data-cell]').first().waitFor()
      expect(await place.locator('svg path[data-cell]').count()).toBeGreaterThan(3)
    }
    expect(places.length).toBeGreaterThan(30)
    expect(trouble).toEqual([])
    expect(await violations(page)).toEqual([])
    await page.close()
  })

  test('the first sentence of the real ladder says that it carries no verdict', async () => {
    const { page } = await open(addresses.real)
    expect(await page.locator('.lead').textContent()).toBe(
      'Four sizes in three families cannot carry a verdict on emergence: no family has more than 2 (Qwen2.5-Coder), and a verdict needs 5 sizes over at least 1 decade in one family.',
    )
    await page.close()
  })

  test('hostile texts are shown as text and run nothing', async () => {
    const { page, trouble } = await open(addresses.hostile)
    await page.locator('button.open').first().click()
    const seen: string[] = []
    for (let index = 0; index < HOSTILE.length; index++) {
      seen.push((await page.locator('.trial .foreign').first().textContent()) ?? '')
      await page.keyboard.press('j')
    }
    expect(seen).toContain(HOSTILE[0])
    expect(seen).toContain(HOSTILE[1])
    expect(seen.some((text) => text.includes('U+202Eevil'))).toBe(true)
    expect(seen.some((text) => text.includes('aU+0000b'))).toBe(true)
    expect(seen.some((text) => text.includes('characters cut here'))).toBe(true)
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(await page.locator('iframe, base, .trial img, .trial a, main img').count()).toBe(0)
    expect(await page.locator('script').count()).toBe(2)
    expect(trouble).toEqual([])
    expect(await violations(page)).toEqual([])
    await page.close()
  })

  test('the policy stops a script that gets into the page all the same', async () => {
    const { page } = await open(addresses.made)
    await page.evaluate(
      "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hacked = 1\">'); const s = document.createElement('script'); s.textContent = 'window.hacked = 2'; document.body.append(s)",
    )
    await page.waitForFunction('(window.violations ?? []).length >= 2')
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    // From a timer: what the debugger runs by itself is not held to the policy.
    const evaluated = await page.evaluate(
      "new Promise(done => setTimeout(() => { try { done(Function('return 1')()) } catch { done('stopped') } }))",
    )
    expect(evaluated).toBe('stopped')
    await page.close()
  })

  test('a point is reached, opened and left by keyboard, and trials are gone through and filtered', async () => {
    const { page } = await open(addresses.made)
    const focused = () => page.evaluate<string>("document.activeElement?.getAttribute('aria-label') ?? ''")
    // One stop of Tab in each chart.
    for (let step = 0; step < 60 && !(await focused()).includes('k = 0'); step++)
      await page.keyboard.press('Tab')
    await page.locator('.chart path[tabindex="0"]').first().focus()
    const first = await focused()
    expect(first).toContain('k = 0')
    await page.keyboard.press('ArrowRight')
    const second = await focused()
    expect(second).not.toBe(first)
    await page.locator('#tip').waitFor({ state: 'visible' })
    await page.keyboard.press('Enter')
    const where = page.locator('.where')
    expect(await where.textContent()).toBe('1 of 4 in this page; the run has 4')
    expect(await page.locator('.trial').textContent()).toContain('answer 0')
    await page.keyboard.press('j')
    expect(await page.locator('.trial').textContent()).toContain('answer 1')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('k')
    expect(await where.textContent()).toMatch(/^2 of 4 /u)
    await page.keyboard.press('w')
    expect(await where.textContent()).toBe('1 of 2 in this page; the run has 2')
    await page.keyboard.press('u')
    expect(await where.textContent()).toBe('1 of 1 in this page; the run has 1')
    expect(await page.locator('.outcome').textContent()).toMatch(/^No answer\. Outcome: unparsed/u)
    await page.keyboard.press('a')
    await page.locator('#filter-model').selectOption('')
    expect(await where.textContent()).toMatch(/^1 of 16 /u)
    await page.locator('#filter-shots').selectOption('')
    expect(await where.textContent()).toMatch(/^1 of 80 /u)
    await page.keyboard.press('Escape')
    expect(await page.locator('#trials').isVisible()).toBe(false)
    expect(await focused()).toBe(second)
    await page.locator('table button.open').first().press('Enter')
    expect(await where.textContent()).toMatch(/^1 of 4 /u)
    await page.close()
  })

  describe.each(['light', 'dark'] as const)('%s theme', (colorScheme) => {
    const findings = async (page: Page) => {
      const found = await page.evaluate<{ id: string; impact: string; nodes: { html: string }[] }[]>(
        "axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations)",
      )
      return found
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .map(({ html }) => html.slice(0, 200))
              .slice(0, 3)
              .join(' | ')}`,
        )
    }

    test('axe finds nothing serious in the page, in an open table and in a trial', async () => {
      const { page } = await open(addresses.made, { colorScheme, bypassCSP: true })
      await page.evaluate(axe.source)
      await page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
      for (const place of await page.locator('.chart').all()) await place.scrollIntoViewIfNeeded()
      await page.waitForFunction("document.querySelectorAll('.chart:not(:has(svg))').length === 0")
      expect(await findings(page)).toEqual([])
      await page.locator('table button.open').first().click()
      expect(await findings(page)).toEqual([])
      await page.close()
    })
  })

  test('the button goes through the themes, and charts follow', async () => {
    const { page } = await open(addresses.made)
    const colour = () =>
      page.evaluate<string>("getComputedStyle(document.querySelector('.chart .role-axis-label text')).fill")
    const light = await colour()
    await page.locator('#theme').click()
    expect(await colour()).toBe(light)
    await page.locator('#theme').click()
    expect(await page.locator('#theme').textContent()).toBe('Theme: dark')
    expect(await colour()).not.toBe(light)
    await page.emulateMedia({ media: 'print' })
    expect(await colour()).toBe(light)
    await page.close()
  })

  test('published scores have curves and verdicts, no trials, and say so', async () => {
    const { page, trouble } = await open(addresses.published)
    expect(await page.locator('.lead').textContent()).toMatch(
      /^No curve over model size is shown to be emergent/u,
    )
    expect(await page.locator('.remark').textContent()).toMatch(/^Published scores: they carry no trials/u)
    expect(await page.locator('button.open').count()).toBe(0)
    expect(await page.getByRole('heading', { name: 'How the trials ended' }).count()).toBe(0)
    expect(await page.locator('figcaption', { hasText: /Frontier|trials/u }).count()).toBe(0)
    await page.locator('.chart path[tabindex="0"]').first().press('Enter')
    expect(await page.locator('dialog[open]').count()).toBe(0)
    expect(trouble).toEqual([])
    await page.close()
  })

  test('a verdict has its tests, and its gap a bar of each k', async () => {
    const { page } = await open(addresses.made)
    const tests = page.locator('section[id] details.tests').first()
    expect(await tests.locator('table').isVisible()).toBe(false)
    await tests.locator('summary').click()
    expect(await tests.textContent()).toContain('training-seed variance is not in these intervals')
    expect(await tests.locator('tbody tr').count()).toBe(2)
    const bars =
      "document.querySelectorAll('.chart')[0].querySelectorAll('.mark-rule line[stroke-width=\"3\"]').length"
    expect(await page.evaluate(bars)).toBe(2)
    await page.close()
  })

  test('at 360 pixels nothing is wider than the screen', async () => {
    for (const address of [addresses.real, addresses.hostile, addresses.published]) {
      const { page } = await open(address, { viewport: { width: 360, height: 700 } })
      await page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
      await page.waitForTimeout(300)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
      expect(
        await page.evaluate(
          "[...document.querySelectorAll('.chart svg')].filter(s => s.getBoundingClientRect().right > 361).length",
        ),
      ).toBe(0)
      if (address !== addresses.published) {
        await page.locator('button.open:visible').first().click()
        expect(await page.evaluate("document.querySelector('.trial').scrollWidth <= 360")).toBe(true)
      }
      await page.close()
    }
  })

  test('prints with all charts, without controls', async () => {
    const { page } = await open(addresses.made)
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(await page.locator('.chart:not(:has(svg)):visible').count()).toBe(0)
    expect(await page.locator('details.tests[open]').count()).toBe(0)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('#theme').isVisible()).toBe(false)
    expect(await page.locator('nav').isVisible()).toBe(false)
    await page.close()
  })
})
