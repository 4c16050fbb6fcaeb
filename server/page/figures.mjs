// node figures.mjs [TERM FROM TO]...: how fast the page of a running serve is, on an idle machine, as lines
// for docs/benchmarks.md. PAGE_URL and PAGE_LINK as for the tests. Each TERM is searched from FROM to TO.
import { open, scrolled, settled } from './browser.mjs'

const TURNS = 7
const searches = process.argv.slice(2)
const median = (/** @type {number[]} */ list) => [...list].sort((a, b) => a - b)[list.length >> 1]
const say = (/** @type {string} */ what, /** @type {number[]} */ list, unit = 'ms') => console.log(`| ${what} | ${median(list).toFixed(0)} ${unit} (${Math.min(...list).toFixed(0)} to ${Math.max(...list).toFixed(0)}) |`)

const { url, page: make, close } = await open()
const [first] = [await make()]
await first.page.goto(`${url}/search`)
await settled(first.page)
await first.context.close()

/** A fresh profile opens a screen: when something is painted, when a selector is there, what came over the wire.
 * @param {string} path @param {string} selector */
async function opened(path, selector) {
  const { page, context } = await make()
  const wire = await context.newCDPSession(page)
  await wire.send('Network.enable')
  let bytes = 0
  wire.on('Network.loadingFinished', each => (bytes += each.encodedDataLength))
  await page.addInitScript(wanted => {
    const look = () => (document.querySelector(wanted) ? (/** @type {any} */ (window).usable = performance.now()) : requestAnimationFrame(look))
    look()
  }, selector)
  await page.goto(url + path)
  await settled(page)
  const told = await page.evaluate(() => ({ paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN, usable: /** @type {any} */ (window).usable }))
  await context.close()
  return { ...told, kb: bytes / 1024 }
}

for (const [name, path, selector] of [['search', '/search', '[data-box]'], ['overview', '/', 'main .card'], ['SQL', '/sql', '.cm-content']]) {
  const all = []
  for (let i = 0; i < TURNS; i++) {
    all.push(await opened(path, selector))
  }
  say(`${name}: first paint`, all.map(each => each.paint))
  say(`${name}: usable`, all.map(each => each.usable))
  say(`${name}: over the wire, data included`, all.map(each => each.kb), 'KiB')
}

/** From Enter to the first new row on the screen.
 * @param {import('playwright-core').Page} page @param {string} q @param {string} span */
async function found(page, q, span) {
  await page.goto(`${url}/search?q=${encodeURIComponent('call:NoSuchCall')}${span}`)
  await settled(page)
  await page.locator('[data-box]').fill(q)
  return page.evaluate(async () => {
    const form = /** @type {HTMLFormElement} */ (document.querySelector('form.box'))
    const begun = performance.now()
    form.requestSubmit()
    while (!document.querySelector('.grid .body .row')) {
      await new Promise(done => requestAnimationFrame(done))
    }
    return performance.now() - begun
  })
}

const { page, context } = await make()
for (let i = 0; i + 2 < searches.length || i === 0; i += 3) {
  const [q, from, to] = searches.length ? searches.slice(i, i + 3) : ['error:*', '', '']
  const times = []
  for (let turn = 0; turn < TURNS; turn++) {
    times.push(await found(page, q, from ? `&from=${from}&to=${to}` : '&all=1'))
  }
  say(`search to rows: \`${q}\`${from ? `, ${from} to ${to}` : ''}`, times)
}
await page.goto(`${url}/search?all=1&limit=100000`)
await settled(page)
const rows = Number(await page.locator('.grid').getAttribute('aria-rowcount')) - 1
const { frames } = await scrolled(page, 300)
console.log(`| frames while ${rows} rows scroll | median ${median(frames).toFixed(1)} ms, worst ${frames[299].toFixed(1)} ms |`)
await context.close()
await close()
