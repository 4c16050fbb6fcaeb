// Who may ask, and what another site cannot make a browser do: over a real server only, since the
// mock knows no sessions. PAGE_USERS_URL names a server with a file of users: reader and analyst,
// each with its name three times as its password.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { open, settled } from '../browser.mjs'

const skip = !process.env.PAGE_URL && 'needs a server with sessions'
const users = process.env.PAGE_USERS_URL ?? ''

/** @type {Awaited<ReturnType<typeof open>>} */
let at
before(async () => void (at = await open()))
after(() => at.close())

/** @param {import('playwright-core').Page} page @param {string} user @param {string} password */
async function login(page, user, password) {
  await page.getByLabel('User').fill(user)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Asks as the page does, from within what the browser shows.
 * @param {import('playwright-core').Page} page @param {string} name @param {object} body @returns {Promise<number>} */
const asked = (page, name, body) =>
  page.evaluate(async ([path, text]) => (await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Trailhouse': 'page' }, body: text })).status, [`/page/${name}`, JSON.stringify(body)])

test('a link opens once', { skip }, async () => {
  const { context } = await at.page()
  await context.close()
  const other = await at.browser.newContext()
  const page = await other.newPage()
  const again = await page.goto(process.env.PAGE_LINK ?? '')
  assert.equal(again?.status(), 403)
  assert.match(await page.locator('body').innerText(), /used already/)
  await page.goto(`${at.url}/search`)
  await page.getByRole('heading', { name: 'Who is asking?' }).waitFor()
  assert.equal(await asked(page, 'search', { q: '', from: null, to: null, limit: 1 }), 401)
  await other.close()
})

test('who signs out asks nothing more', { skip }, async () => {
  const context = await at.browser.newContext()
  const page = await context.newPage()
  await page.goto(`${users}/search?q=address%3A198.51.100.77`)
  await page.waitForURL('**/login**')
  await login(page, 'reader', 'wrong-wrong-wrong')
  await page.getByText('do not fit').waitFor()
  await login(page, 'reader', 'readerreaderreader')
  await page.waitForURL(url => url.pathname !== '/login')
  await settled(page)
  assert.equal(await asked(page, 'me', {}), 200)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL('**/login**')
  assert.equal(await asked(page, 'me', {}), 401)
  await context.close()
})

test('a reader changes nothing, an analyst does, and each sees who they are', { skip }, async () => {
  for (const [user, may] of /** @type {const} */ ([['reader', false], ['analyst', true]])) {
    const context = await at.browser.newContext()
    const page = await context.newPage()
    await page.goto(`${users}/login?next=${encodeURIComponent('/search?all=1')}`)
    await login(page, user, user.repeat(3))
    await page.waitForURL('**/search**')
    await page.waitForSelector('.grid .row[aria-rowindex="2"]')
    assert.match(await page.locator('.side .who').innerText(), new RegExp(`${user}\\s+${may ? 'analyst' : 'read'} `))
    assert.equal(await page.getByRole('button', { name: 'Save', exact: true }).count(), may ? 1 : 0)
    assert.equal(await asked(page, 'save', { title: user, kind: 'search', text: 'error:*' }), may ? 200 : 403)
    assert.equal(await asked(page, 'suppress', { rule: 'x', principal: null, account: null, until: null, reason: 'none' }) === 403, !may)
    await page.goto(`${users}/saved`)
    await settled(page)
    assert.equal(await page.locator('main').getByText(user, { exact: true }).count() > 0, may)
    await context.close()
  }
})

test('a login goes on to this server only', { skip }, async () => {
  for (const next of ['//evil.example/', '/\\evil.example/', 'https://evil.example/', 'javascript:alert(1)']) {
    const context = await at.browser.newContext()
    const page = await context.newPage()
    await page.goto(`${users}/login?next=${encodeURIComponent(next)}`)
    await login(page, 'reader', 'readerreaderreader')
    await page.waitForURL(url => url.pathname !== '/login')
    assert.equal(new URL(page.url()).origin, new URL(users).origin, next)
    await context.close()
  }
})

test('a name that leads here by rebinding gets nothing', { skip }, async () => {
  const port = new URL(at.url).port
  const browser = await at.launch(['--host-resolver-rules=MAP evil.example 127.0.0.1'])
  const page = await browser.newPage()
  for (const path of ['/', '/search', '/login', '/status', '/metrics', '/assets/x', '/nothing']) {
    const answer = await page.goto(`http://evil.example:${port}${path}`)
    assert.equal(answer?.status(), 421, path)
    assert.equal(await page.locator('script').count(), 0)
  }
  await assert.rejects(asked(page, 'me', {}), /Failed to fetch/)
  await browser.close()
})

test('another site cannot ask in the name of who looks at it', { skip }, async () => {
  const { page, context } = await at.page()
  await page.goto(`${at.url}/saved`)
  await settled(page)
  const evil = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end('<title>evil</title>'))
  await new Promise(done => evil.listen(0, '127.0.0.1', () => done(null)))
  const address = /** @type {import('node:net').AddressInfo} */ (evil.address())
  // The same host on another port: the browser sends the session's cookie along.
  const other = await context.newPage()
  /** @type {[string, number][]} */
  const answers = []
  other.on('response', answer => answer.url().startsWith(at.url) && answers.push([`${answer.request().method()} ${new URL(answer.url()).pathname}`, answer.status()]))
  await other.goto(`http://127.0.0.1:${address.port}/`)
  const read = await other.evaluate(async url => {
    const body = JSON.stringify({ title: 'forged', kind: 'search', text: 'error:*' })
    const tries = [
      () => fetch(`${url}/page/save`, { method: 'POST', credentials: 'include', headers: { 'Content-Type': 'application/json', 'X-Trailhouse': 'page' }, body }),
      () => fetch(`${url}/page/save`, { method: 'POST', credentials: 'include', headers: { 'Content-Type': 'application/json' }, body }),
      () => fetch(`${url}/page/save`, { method: 'POST', credentials: 'include', mode: 'no-cors', body }),
      () => fetch(`${url}/status`, { credentials: 'include' }),
      () => fetch(`${url}/page/me`, { method: 'POST', credentials: 'include', body: '{}' })
    ]
    const told = []
    for (const each of tries) {
      told.push(await each().then(async answer => `${answer.type} ${await answer.text()}`, () => 'refused'))
    }
    const frame = document.createElement('iframe')
    frame.src = `${url}/saved`
    document.body.append(frame)
    await new Promise(done => frame.addEventListener('load', done))
    let framed = 'refused'
    try {
      framed = frame.contentDocument?.body.innerText ?? 'refused'
    } catch {
      // Another origin's: what it shows cannot be read.
    }
    const script = document.createElement('script')
    script.src = `${url}/page/saved`
    document.body.append(script)
    await new Promise(done => (script.addEventListener('load', done), script.addEventListener('error', done)))
    return [...told, framed]
  }, at.url)
  assert.deepEqual(read, Array(6).fill('refused'))
  assert.deepEqual(answers.filter(([asked, status]) => asked.includes('/page/') && status < 400), [])
  await other.setContent(`<form method="post" action="${at.url}/page/save" enctype="text/plain"><input name='{"title":"forged","kind":"search","text":"' value='"}'></form>`)
  const [form] = await Promise.all([other.waitForResponse(`${at.url}/page/save`), other.evaluate(() => document.querySelector('form')?.submit())])
  assert.equal(form.status(), 403)
  await page.reload()
  await settled(page)
  assert.equal(await page.getByText('forged').count(), 0)
  evil.closeAllConnections()
  evil.close()
  await context.close()
})
