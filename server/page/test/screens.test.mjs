// What holds for every screen: its address, its width, who may do what, accessibility.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { SCREENS, open, showOn, whole } from '../browser.mjs'

const axe = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const mocked = !process.env.PAGE_URL

/** @type {Awaited<ReturnType<typeof open>>} */
let at
before(async () => void (at = await open()))
after(() => at.close())

/** @param {import('playwright-core').Page} page @param {string} path */
const show = (page, path) => showOn(at.url, page, path)

/** What a screen says, without what a clock or a stopwatch changes.
 * @param {import('playwright-core').Page} page */
const words = async page => (await page.locator('main').innerText()).replace(/[\d,]+ ms\b|\d+ (?:min|h|d|s)(?: \d+ (?:min|h|s))? ago/g, '').replace(/\s+/g, ' ')

test('every screen is restored from its address', async () => {
  const { page, wrongs, context } = await at.page()
  for (const path of SCREENS) {
    await show(page, path)
    const [url, first] = [page.url(), await words(page)]
    assert.ok(first.length > 10, `${path} is empty`)
    await page.reload()
    await whole(page, path)
    assert.equal(page.url(), url)
    assert.equal(await words(page), first, path)
  }
  assert.deepEqual(wrongs, [])
  await context.close()
})

test('no screen has a serious accessibility finding, in light and dark', async () => {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    const { page, context } = await at.page({ colorScheme, bypassCSP: true })
    for (const path of [...SCREENS, '/login']) {
      if (path === '/login') {
        await page.goto(`${at.url}/login`)
      } else {
        await show(page, path)
      }
      await page.evaluate(axe)
      const found = await page.evaluate(() => /** @type {any} */ (window).axe.run(document, { resultTypes: ['violations'] }))
      const serious = found.violations.filter((/** @type {any} */ each) => ['serious', 'critical'].includes(each.impact))
      assert.deepEqual(serious.map((/** @type {any} */ each) => `${each.id}: ${each.nodes.slice(0, 3).map((/** @type {any} */ node) => node.html.slice(0, 160) + (node.any[0]?.message ?? '').slice(0, 160)).join(' | ')}`), [], `${colorScheme} ${path}`)
    }
    await context.close()
  }
})

test('a narrow screen scrolls downwards only', async () => {
  const { page, context } = await at.page({ viewport: { width: 400, height: 800 } })
  for (const path of SCREENS) {
    await show(page, path)
    const over = await page.evaluate(() => Math.max(document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll('main')].map(each => each.scrollWidth - each.clientWidth)))
    assert.ok(over <= 0, `${path} is ${over} px too wide`)
  }
  await context.close()
})

test('who may only read is offered nothing that changes', { skip: !mocked }, async () => {
  const { page, wrongs, context } = await at.page()
  await page.route('**/page/me', async route => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), role: 'read' } })
  })
  for (const path of SCREENS.filter(each => !each.includes('edit=1'))) {
    await show(page, path)
    const offers = await page.locator('main').getByRole('button', { name: /^(Save|Acknowledge|Close|Reopen|Suppress…|Forget|End|Delete|New dashboard|Edit|Copy and edit)/ }).allInnerTexts()
    assert.deepEqual(offers.filter(each => each.trim() !== '✕'), [], path)
    assert.equal(await page.locator('main input[type=checkbox]').count(), 0, path)
  }
  assert.deepEqual(wrongs, [])
  await context.close()
})
