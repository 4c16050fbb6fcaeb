// A browser and a server for tests and screenshots. PAGE_URL names a running server, PAGE_LINK its
// link with a token; else the mock is started.
import { chromium } from 'playwright-core'
import { start } from './mock/serve.mjs'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export async function open() {
  const mock = process.env.PAGE_URL ? null : await start()
  const url = (process.env.PAGE_URL ?? mock?.url ?? '').replace(/\/$/, '')
  const launch = (/** @type {string[]} */ more = []) => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...FLAGS, ...more] })
  const browser = await launch()
  /** A page with its own cookies, and what it did that it must not.
   * @param {import('playwright-core').BrowserContextOptions} [options] */
  async function page(options = {}) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
    const made = await context.newPage()
    count(made)
    /** @type {string[]} */
    const wrongs = []
    made.on('console', message => message.type() === 'error' && !/status of 4\d\d/.test(message.text()) && wrongs.push(message.text()))
    made.on('pageerror', error => wrongs.push(String(error)))
    made.on('request', request => !request.url().startsWith(url) && !/^(?:blob|data|about):/.test(request.url()) && wrongs.push(`asked ${request.url()}`))
    await made.addInitScript(() => document.addEventListener('securitypolicyviolation', e => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`)))
    if (process.env.PAGE_LINK && !state) {
      await made.goto(process.env.PAGE_LINK)
      state = await context.storageState()
    }
    return { page: made, wrongs, context }
  }
  /** @type {any} A token works once: its session serves all contexts. */
  let state = null
  const withSession = (/** @type {import('playwright-core').BrowserContextOptions} */ options = {}) => page({ ...(state ? { storageState: state } : {}), ...options })
  return { url, browser, launch, page: withSession, close: async () => (await browser.close(), mock?.close()) }
}

/** Questions whose answers have not come whole.
 * @type {WeakMap<import('playwright-core').Page, Set<import('playwright-core').Request>>} */
const unanswered = new WeakMap()

/** @param {import('playwright-core').Page} page */
function count(page) {
  /** @type {Set<import('playwright-core').Request>} */
  const asked = new Set()
  unanswered.set(page, asked)
  page.on('request', request => void asked.add(request))
  page.on('requestfinished', request => void asked.delete(request))
  page.on('requestfailed', request => void asked.delete(request))
  page.on('framenavigated', frame => frame === page.mainFrame() && asked.clear())
}

/** Waits until nothing is being asked any more, and what was answered is drawn: some parts of a
 * screen come without any sign that they are awaited.
 * @param {import('playwright-core').Page} page */
export async function settled(page) {
  await page.waitForSelector('main > *')
  for (let quiet = 0; quiet < 3; ) {
    await page.waitForFunction(() => !document.querySelector('.busy.on, [aria-busy=true]'))
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null)))))
    if (unanswered.get(page)?.size) {
      quiet = 0
      await new Promise(done => setTimeout(done, 20))
    } else {
      quiet++
    }
  }
}

/** Scrolls the rows by so many steps, now and then far: how long each frame took, and how many rows were in the document at most.
 * @param {import('playwright-core').Page} page @param {number} steps */
export function scrolled(page, steps) {
  return page.evaluate(async steps => {
    const grid = /** @type {HTMLElement} */ (document.querySelector('.grid'))
    const frames = []
    let most = 0
    let last = performance.now()
    for (let i = 0; i < steps; i++) {
      grid.scrollTop = i % 10 === 9 ? Math.floor((grid.scrollHeight * i) / steps) : grid.scrollTop + 400
      await new Promise(done => requestAnimationFrame(done))
      const now = performance.now()
      frames.push(now - last)
      last = now
      most = Math.max(most, grid.querySelectorAll('.row').length)
    }
    return { frames: frames.sort((a, b) => a - b), most }
  }, steps)
}

/** Screens with all that an address can hold. */
export const SCREENS = [
  '/', '/search?q=call%3APutObject+-region%3Aus-east-1&from=2026-05-08T00%3A00%3A00Z&to=2026-05-20T00%3A00%3A00Z', '/search?q=error%3A*&event=FIRST', '/event?id=FIRST',
  '/who?name=ben&from=2026-05-08T00%3A00%3A00Z&to=2026-05-10T00%3A00%3A00Z', '/who', '/sql?run=1&view=bar#sql=SELECT+eventName%2C+count(*)+AS+n+FROM+events+GROUP+BY+eventName+ORDER+BY+2+DESC%2C+1',
  '/sql?run=1#sql=SELECT+eventnme+FROM+events', '/dashboards', '/dashboards/overview?from=2026-05-08T00%3A00%3A00Z&to=2026-05-10T00%3A00%3A00Z&regions=eu-central-1', '/dashboards/new?edit=1',
  '/findings?states=new%2Cclosed&levels=high', '/findings/FINDING', '/findings?view=suppressions', '/coverage?account=444455556666', '/sources', '/saved', '/search?q=%22open'
]

/** Shows a screen and waits until it is whole.
 * @param {string} url @param {import('playwright-core').Page} page @param {string} path */
export async function showOn(url, page, path) {
  const made = path.replace('FIRST', await firstOf(url, page, 'search', { q: 'error:*', limit: 3 })).replace('FINDING', await firstOf(url, page, 'findings', { states: [], levels: [], limit: 3 }))
  await page.goto(url + made)
  await whole(page, path)
}

/** Waits until a screen is whole: an editor is loaded behind the rest of it.
 * @param {import('playwright-core').Page} page @param {string} path */
export async function whole(page, path) {
  await settled(page)
  if (/^\/sql|edit=1/.test(path)) {
    await page.waitForSelector('.cm-content')
    await settled(page)
  }
}

/** The id of the first row of a stream, as it stands in an address.
 * @param {string} url @param {import('playwright-core').Page} page @param {string} name @param {object} data */
export async function firstOf(url, page, name, data) {
  const answer = await page.context().request.post(`${url}/page/${name}`, { data, headers: { 'X-Trailhouse': 'page', 'Content-Type': 'application/json' } })
  const lines = (await answer.text()).trim().split('\n').map(line => JSON.parse(line))
  return encodeURIComponent(lines[1]?.[lines[0].columns.findIndex((/** @type {any} */ each) => each.name === 'id')] ?? 'none')
}
