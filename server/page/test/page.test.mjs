// What people do with the page. PAGE_URL names a server (and PAGE_LINK its link); else the mock answers.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { open, settled, showOn } from '../browser.mjs'

const mocked = !process.env.PAGE_URL

/** @type {Awaited<ReturnType<typeof open>>} */
let at
before(async () => void (at = await open()))
after(() => at.close())

/** @param {import('playwright-core').Page} page @param {string} path */
const show = (page, path) => showOn(at.url, page, path)

test('an event is reached, read and left with the keyboard alone', async () => {
  const { page, wrongs, context } = await at.page()
  await page.goto(`${at.url}/`)
  await settled(page)
  await page.keyboard.press('?')
  await page.waitForSelector('dialog[open]')
  await page.keyboard.press('Escape')
  await page.waitForSelector('dialog', { state: 'detached' })
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await page.waitForURL('**/search**')
  await settled(page)
  await page.keyboard.press('/')
  await page.keyboard.type('error:*')
  await page.keyboard.press('Enter')
  await page.waitForURL('**q=error**')
  await settled(page)
  await page.keyboard.press('Escape')
  for (const key of ['j', 'j', 'j', 'k']) {
    await page.keyboard.press(key)
  }
  assert.equal(await page.locator('.grid').getAttribute('aria-activedescendant'), 'grid-1')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.panel .tree')
  const first = page.url()
  await page.keyboard.press('j')
  await page.waitForURL(url => url.href !== first)
  await page.keyboard.press('o')
  await page.waitForSelector('.panel', { state: 'detached' })
  assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('grid')), 'the focus is back on the grid')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.panel .tree')
  const id = new URL(page.url()).searchParams.get('event') ?? ''
  await page.keyboard.press('g')
  await page.keyboard.press('e')
  await page.waitForURL(url => url.pathname.startsWith('/event') && decodeURIComponent(url.href.replaceAll('+', ' ')).endsWith(id))
  for (const [key, path] of [['q', 'sql'], ['d', 'dashboards'], ['f', 'findings'], ['c', 'coverage'], ['r', 'sources'], ['a', 'saved'], ['w', 'who']]) {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await page.waitForURL(`**/${path}**`)
    await settled(page)
  }
  assert.deepEqual(wrongs, [])
  await context.close()
})

test('a click on a value narrows the search, also by leaving out', async () => {
  const { page, context } = await at.page()
  await show(page, '/search')
  await page.locator('.facets section', { hasText: 'Region' }).locator('.value').first().click()
  await settled(page)
  const kept = new URL(page.url()).searchParams.get('q') ?? ''
  assert.match(kept, /^region:\S+$/)
  await page.locator('.facets section', { hasText: 'Region' }).locator('.value').first().click({ modifiers: ['Alt'] })
  await settled(page)
  assert.equal(new URL(page.url()).searchParams.get('q'), `-${kept}`)
  await page.goBack()
  await settled(page)
  assert.equal(await page.locator('[data-box]').inputValue(), kept)
  await context.close()
})

test('a drag over the histogram chooses its span', async () => {
  const { page, context } = await at.page()
  await show(page, '/search')
  const box = await page.locator('.plot .u-over').boundingBox()
  assert.ok(box)
  await page.mouse.move(box.x + box.width * 0.25, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20, { steps: 5 })
  await page.mouse.up()
  await page.waitForURL('**from=**')
  await settled(page)
  const { searchParams } = new URL(page.url())
  assert.ok(Date.parse(searchParams.get('to') ?? '') > Date.parse(searchParams.get('from') ?? ''))
  await context.close()
})

test('a statement runs, its mistake stands beneath its line, and it can be stopped', { skip: !mocked }, async () => {
  const { page, wrongs, context } = await at.page()
  await show(page, '/sql')
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('SELECT eventnme FROM events')
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector('.sqlerror')
  assert.match(await page.locator('.sqlerror').innerText(), /There is no eventnme[\s\S]*Did you mean eventname/)
  await page.keyboard.press('Control+a')
  await page.keyboard.type('SELECT slow FROM events')
  await page.keyboard.press('Control+Enter')
  await page.locator('select[aria-label="Rows at most"]').selectOption('100000')
  await page.waitForSelector('.busy.on')
  await page.keyboard.press('Escape')
  await page.getByText('Stopped before its end').waitFor()
  assert.deepEqual(wrongs, [])
  await context.close()
})

test('100,000 rows scroll, and few of them are in the document', async () => {
  const { page, context } = await at.page()
  await show(page, '/search?all=1&limit=100000')
  await page.waitForFunction(() => !document.querySelector('.busy.on') && document.querySelector('.grid .row'), null, { timeout: 60_000 })
  const rows = Number(await page.locator('.grid').getAttribute('aria-rowcount')) - 1
  const told = await page.evaluate(async () => {
    const grid = /** @type {HTMLElement} */ (document.querySelector('.grid'))
    const frames = []
    let most = 0
    let last = performance.now()
    for (let i = 0; i < 120; i++) {
      grid.scrollTop = i % 10 === 9 ? Math.floor((grid.scrollHeight * i) / 120) : grid.scrollTop + 400
      await new Promise(done => requestAnimationFrame(done))
      const now = performance.now()
      frames.push(now - last)
      last = now
      most = Math.max(most, grid.querySelectorAll('.row').length)
    }
    frames.sort((a, b) => a - b)
    return { most, median: frames[60], worst: frames[119] }
  })
  console.log(`${rows} rows: at most ${told.most} in the document, frame median ${told.median.toFixed(1)} ms, worst ${told.worst.toFixed(1)} ms`)
  assert.ok(told.most < 120, `${told.most} rows in the document`)
  assert.ok(!mocked || rows === 100_000)
  await page.locator('.grid').focus()
  await page.keyboard.press('End')
  await page.waitForSelector(`#grid-${rows - 1}[aria-selected=true]`)
  assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('grid')))
  await context.close()
})

test('findings are marked, acknowledged with a reason, and suppressed with an end', { skip: !mocked }, async () => {
  const { page, wrongs, context } = await at.page()
  await show(page, '/findings')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByLabel('Reason').fill('a drill')
  const before = Number(await page.locator('.grid').getAttribute('aria-rowcount'))
  await page.locator('dialog').getByRole('button', { name: 'Close', exact: true }).last().click()
  await page.waitForFunction(rows => Number(document.querySelector('.grid')?.getAttribute('aria-rowcount')) === rows - 2, before)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/findings/*')
  await settled(page)
  await page.getByRole('button', { name: 'Suppress…' }).click()
  await page.getByLabel('Until, UTC').fill('2026-12-31 00:00')
  await page.getByLabel('Reason').fill('ticket 4711')
  await page.locator('dialog').getByRole('button', { name: 'Suppress' }).click()
  await page.getByText('Suppressed from now on').waitFor()
  await page.goto(`${at.url}/findings?view=suppressions`)
  await page.getByText('ticket 4711').last().waitFor()
  assert.match(await page.locator('main').innerText(), /2026-12-31 00:00:00/)
  assert.deepEqual(wrongs, [])
  await context.close()
})

test('a problem of serve is told with its place and what to do', { skip: !mocked }, async () => {
  const { page, context } = await at.page()
  await show(page, '/sources')
  const told = page.locator('main .trouble').first()
  assert.match(await told.locator('.place').innerText(), /^https:\/\/sqs\./)
  assert.match(await told.locator('.remedy').innerText(), /^To do: Give the role/)
  await show(page, '/')
  await page.getByText('sqs:ReceiveMessage (https://sqs.').waitFor()
  await context.close()
})

test('a dashboard is written, shown and deleted', { skip: !mocked }, async () => {
  const { page, wrongs, context } = await at.page()
  page.on('dialog', dialog => dialog.accept())
  await show(page, '/dashboards/new?edit=1')
  await page.getByLabel('Title').first().fill('Mine')
  await page.getByRole('button', { name: 'Add a widget' }).click()
  await page.locator('fieldset').last().getByLabel('Title').fill('Another')
  await page.getByRole('button', { name: 'Keep' }).click()
  await page.waitForURL(url => /\/dashboards\/own-\d+$/.test(url.pathname))
  await settled(page)
  assert.equal(await page.locator('.widget .bars').count(), 2)
  await page.locator('.widget a', { hasText: 'query' }).first().click()
  await page.waitForURL('**/sql**')
  await page.goBack()
  await settled(page)
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.waitForURL(url => url.pathname === '/dashboards')
  assert.deepEqual(wrongs, [])
  await context.close()
})

test('a widget is seen while it is written, and its mistake under its place', { skip: !mocked }, async () => {
  const { page, wrongs, context } = await at.page()
  /** @type {any[]} */
  const asked = []
  page.on('request', request => request.url().endsWith('/page/sql') && asked.push(request.postDataJSON()))
  await show(page, '/dashboards/mine?edit=1&from=2026-05-08T00:00:00Z&to=2026-05-10T00:00:00Z')
  const [first, second] = [page.locator('fieldset').nth(0), page.locator('fieldset').nth(1)]
  assert.equal(asked.length, 0, 'nothing runs before somebody wants it')
  await first.getByRole('button', { name: 'Preview' }).click()
  await first.locator('.bars').waitFor()
  assert.match(asked[0].sql, /> '2026-05-07 23:59:59\.999' AND eventTime < '2026-05-10 00:00:00\.000'/)
  await first.getByLabel('Chart').selectOption('table')
  await first.locator('table.plain').waitFor()
  assert.equal(asked.length, 1, 'another chart is drawn of the same rows')
  await second.locator('.cm-content').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText("SELECT count(*)\nFROM events WHERE eventTime > '$StartTime$' AND eventnme = 'x'")
  await page.keyboard.press('Control+Enter')
  await second.locator('.sqlerror').waitFor()
  assert.match(await second.locator('.sqlerror').innerText(), /There is no eventnme[\s\S]*Did you mean eventname/)
  assert.match(await second.locator('.sqlwrong').innerText(), /^eventnme/)
  assert.equal(await first.locator('table.plain').count(), 1, 'the other preview stays')
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText("SELECT date_trunc('$Period$', eventTime) AS t, count(*) AS n FROM events GROUP BY 1")
  await second.getByLabel('Chart').selectOption('line')
  await second.locator('.cm-content').press('Control+Enter')
  await second.locator('.plot').waitFor()
  assert.equal(await second.locator('.sqlerror').count(), 0)
  assert.match(asked[2].sql, /date_trunc\('hour'/)
  assert.deepEqual(wrongs, [])
  await context.close()
})
