// The search box of page P6 over the mock's events.
import { events } from './data.mjs'

/** @typedef {import('./data.mjs').Event} Event */

/** @type {Record<string, (e: Event) => unknown>} */
export const FIELDS = {
  account: e => e.account, region: e => e.region, service: e => e.service, call: e => e.call, principal: e => e.who, address: e => e.address,
  error: e => e.error, readonly: e => String(e.readonly), category: e => e.category, source: e => e.source
}
/** @type {Record<string, (e: Event) => unknown>} */
const NAMES = { ...FIELDS, th_source: e => e.source, agent: e => e.agent, key: e => e.key, eventid: e => e.id }

/** @param {string} q @returns {((e: Event) => boolean)[] | {problem: any}} */
export function terms(q) {
  const words = q.match(/(?:"(?:\\"|[^"])*(?:"|$)|[^\s"])+/g) ?? []
  const tests = []
  for (const word of words) {
    if ((word.replace(/\\"/g, '').match(/"/g) ?? []).length % 2) {
      return { problem: { code: 'WRONG_USE', problem: 'A quote does not end', place: `the search, column ${q.indexOf(word) + 1}`, remedy: 'Put another " behind the text', line: 1, column: q.indexOf(word) + 1 } }
    }
    const not = word.startsWith('-')
    const [, name, value] = /^([\w.-]+):(.*)$/s.exec(not ? word.slice(1) : word) ?? []
    const field = name && Object.hasOwn(NAMES, name.toLowerCase()) ? NAMES[name.toLowerCase()] : null
    const plain = (field ? value : not ? word.slice(1) : word).replace(/\\"|"/g, m => (m === '"' ? '' : '"')).toLowerCase()
    const test = field ? match(field, plain) : (/** @type {Event} */ e) => [e.id, e.who, e.call, e.service, e.account, e.region, e.address, e.agent, e.error].join('\n').toLowerCase().includes(plain)
    tests.push(not ? (/** @type {Event} */ e) => !test(e) : test)
  }
  return tests
}

/** @param {(e: Event) => unknown} field @param {string} value */
function match(field, value) {
  if (value === '*') {
    return (/** @type {Event} */ e) => field(e) !== null
  }
  const pattern = new RegExp(`^${value.split('*').map(each => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 'is')
  return (/** @type {Event} */ e) => field(e) !== null && pattern.test(String(field(e)).replace(/\.amazonaws\.com$/, m => (value.includes('amazonaws') ? m : '')))
}

/** @param {{q?: string, from?: string | null, to?: string | null}} body @returns {{found: Event[], from: number, to: number, problem?: undefined} | {found?: undefined, from?: undefined, to?: undefined, problem: any}} */
export function find(body) {
  const tests = terms(body.q ?? '')
  if (!Array.isArray(tests)) {
    return tests
  }
  const from = body.from ? Date.parse(body.from) : -Infinity
  const to = body.to ? Date.parse(body.to) : Infinity
  return { found: events().filter(e => e.time >= from && e.time < to && tests.every(test => test(e))), from, to }
}
