// A server that keeps the contract of docs/spec/page.md with invented data, for developing and
// testing the page: the same paths, headers and shapes, no lake.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { answers, download } from './answers.mjs'

const root = new URL('../../src/main/resources/io/trailhouse/page/', import.meta.url)
const SCREENS = /^\/(?:|search|event|event\/[^/]+|who|sql|dashboards|dashboards\/[^/]+|findings|findings\/[^/]+|coverage|sources|saved)$/
const TYPES = /** @type {Record<string, string>} */ ({ js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', html: 'text/html' })

/** @param {string} nonce */
const headers = nonce => ({
  'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin'
})

/** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
async function serve(request, response) {
  const nonce = randomBytes(16).toString('base64')
  for (const [name, value] of Object.entries(headers(nonce))) {
    response.setHeader(name, value)
  }
  const path = new URL(request.url ?? '/', 'http://localhost').pathname
  const asset = /^\/assets\/[\w-]+\/((?:app|vendor)\/[\w.-]+)$/.exec(path)
  if (request.method === 'GET' && asset) {
    response.setHeader('Content-Type', `${TYPES[asset[1].split('.').pop() ?? ''] ?? 'text/plain'}; charset=utf-8`)
    response.end(await readFile(new URL(asset[1], root)))
  } else if (request.method === 'GET' && (path === '/login' || SCREENS.test(path))) {
    const page = await readFile(new URL(path === '/login' ? 'login.html' : 'index.html', root), 'utf8')
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader('Cache-Control', 'no-store')
    response.end(page.replaceAll('{{assets}}', '/assets/mock').replaceAll('{{nonce}}', nonce))
  } else if (request.method === 'GET' && path.startsWith('/page/')) {
    download(path, response)
  } else if (request.method === 'POST' && path.startsWith('/page/')) {
    await data(path.slice(6), request, response)
  } else {
    response.writeHead(404).end()
  }
}

/** @param {string} name @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
async function data(name, request, response) {
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader('Content-Type', 'application/json')
  const refuse = (/** @type {number} */ status, /** @type {any} */ problem) => response.writeHead(status).end(JSON.stringify({ problem }))
  if (request.headers['x-trailhouse'] !== 'page' || request.headers['content-type'] !== 'application/json') {
    refuse(403, { code: 'FORBIDDEN', problem: 'The request is none of the page', remedy: 'Send X-Trailhouse: page' })
    return
  }
  let text = ''
  for await (const piece of request) {
    text += piece
  }
  const answer = Object.hasOwn(answers, name) ? answers[name] : null
  if (!answer) {
    refuse(404, { code: 'NOT_FOUND', problem: `There is no ${name}`, remedy: null })
    return
  }
  try {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const value = await answer(JSON.parse(text || '{}'), response, gone.signal)
    if (value?.problem) {
      refuse(value.status ?? 400, value.problem)
    } else if (value !== undefined) {
      response.end(JSON.stringify(value))
    }
  } catch (e) {
    console.error(e)
    refuse(500, { code: 'FAILED', problem: 'The mock failed', place: String(e), remedy: 'Read its output' })
  }
}

/** @param {number} [port] @returns {Promise<{url: string, close: () => void}>} */
export function start(port = 0) {
  const server = createServer((request, response) => void serve(request, response).catch(e => (console.error(e), response.destroy())))
  return new Promise(done => server.listen(port, '127.0.0.1', () => {
    const address = server.address()
    done({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`, close: () => (server.closeAllConnections(), server.close()) })
  }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log((await start(Number(process.env.PORT ?? 7171))).url)
}
