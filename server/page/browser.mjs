// A browser and a server for tests and screenshots. PAGE_URL names a running server, PAGE_LINK its
// link with a token; else the mock is started.
import { chromium } from 'playwright-core'
import { start } from './mock/serve.mjs'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export async function open() {
  const mock = process.env.PAGE_URL ? null : await start()
  const url = (process.env.PAGE_URL ?? mock?.url ?? '').replace(/\/$/, '')
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
  /** A page with its own cookies, and what it did that it must not.
   * @param {import('playwright-core').BrowserContextOptions} [options] */
  async function page(options = {}) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
    const made = await context.newPage()
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
  return { url, page: withSession, close: async () => (await browser.close(), mock?.close()) }
}

/** Waits until nothing is being asked any more.
 * @param {import('playwright-core').Page} page */
export async function settled(page) {
  await page.waitForSelector('main > *')
  await page.waitForFunction(() => !document.querySelector('.busy.on, [aria-busy=true]'))
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null)))))
}
