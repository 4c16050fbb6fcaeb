// Records that try to be more than text, in every screen that can show them. A server that
// PAGE_URL names has imported what hostile.mjs prints.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { open, settled } from '../browser.mjs'
import { hostile } from '../mock/data.mjs'

/** @type {Awaited<ReturnType<typeof open>>} */
let at
before(async () => void (at = await open()))
after(() => at.close())

const EVIL = '<script>window.pwned=1</script><img src=x onerror="window.pwned=1">'
const IDS = hostile().map(each => each.id)
const enc = encodeURIComponent
const PATHS = [
  ...IDS.map(id => `/event?id=${enc(id)}`), ...IDS.map(id => `/search?q=address%3A198.51.100.77&event=${enc(id)}`),
  `/search?q=${enc(EVIL)}`, `/who?name=${enc(EVIL)}`, '/who?name=window.pwned&all=1', `/sql?run=1#sql=${enc(`SELECT eventTime, eventID -- ${EVIL}`)}`, `/dashboards?id=${enc(EVIL)}`, `/dashboards/${enc(EVIL.replaceAll('/', ''))}`, '/dashboards', '/dashboards/overview',
  '/dashboards/mine', '/findings', `/findings?id=${enc(EVIL)}`, `/findings?rule=${enc(EVIL)}`, `/coverage?account=${enc(EVIL)}`, '/saved', '/sources', `/event?id=${enc(EVIL)}`, `/search?from=${enc(EVIL)}&limit=${enc(EVIL)}`
]

test('hostile text is inert on every screen', async () => {
  const { page, wrongs, context } = await at.page()
  for (const path of PATHS) {
    await page.goto(at.url + path)
    await settled(page)
    const told = await page.evaluate(() => ({
      pwned: /** @type {any} */ (window).pwned,
      odd: [...document.querySelectorAll('main script, main img, main iframe, main b b, [onerror], [onload], svg [onload]')].map(each => each.outerHTML.slice(0, 100)),
      links: [...document.querySelectorAll('a[href], area[href], [src], form[action]')].map(each => each.getAttribute('href') ?? each.getAttribute('src') ?? '').filter(each => !/^[/#](?!\/)/.test(each)),
      hidden: /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/.test(document.querySelector('main')?.textContent ?? ''),
      wide: [...document.querySelectorAll('main *')].some(each => (each.textContent ?? '').length > 150_000 && each.children.length === 0)
    }))
    assert.deepEqual(told, { pwned: undefined, odd: [], links: [], hidden: false, wide: false }, path)
  }
  assert.deepEqual(wrongs, [])
  await context.close()
})

test('every link of an event leads to this server, whatever its id is', async () => {
  const { page, wrongs, context } = await at.page()
  await page.goto(`${at.url}/event/hostile-1`)
  await settled(page)
  await page.locator('.list a', { hasText: '23:58:59' }).first().click()
  await page.waitForURL(url => url.searchParams.get('id') === IDS[1])
  await settled(page)
  assert.match(await page.locator('.eventhead').innerText(), /javascript:window\.pwned=1/)
  await page.locator('.tree .leaf', { hasText: 'data:text/html' }).hover()
  await page.locator('.tree .leaf', { hasText: 'data:text/html' }).locator('.filters button').first().click()
  await page.waitForURL('**/search?**')
  await settled(page)
  assert.ok((new URL(page.url()).searchParams.get('q') ?? '').startsWith('agent:data:text/html'))
  assert.deepEqual(wrongs, [])
  await context.close()
})
