// Answers that look like those of SQL: no engine, but shapes of every kind that the page draws.
import { ACCOUNTS, FROM, TO, dice, events } from './data.mjs'
import { DASHBOARDS } from './kept.mjs'
import { sqlTime } from './answers.mjs'

const col = (/** @type {string} */ name, type = 'varchar') => ({ name, type })

/** @param {keyof import('./data.mjs').Event} field @param {string} name @returns {[any[], any[][]]} */
function top(field, name) {
  const counts = new Map()
  for (const e of events()) {
    e[field] !== null && counts.set(e[field], (counts.get(e[field]) ?? 0) + 1)
  }
  return [[col(name), col('n', 'bigint')], [...counts].sort((a, b) => b[1] - a[1]).slice(0, 10)]
}

/** @returns {[any[], any[][]]} */
function overTime() {
  const roll = dice(7)
  const rows = []
  for (let t = FROM; t < TO; t += 21_600_000) {
    const day = 400 + 900 * Math.max(0, Math.sin(((t - FROM) / 86_400_000 - 0.25) * 2 * Math.PI))
    rows.push([sqlTime(t), 'read', Math.round(day * (1 + roll()))], [sqlTime(t), 'write', Math.round(day * 0.35 * (1 + roll()))])
  }
  return [[col('t', 'timestamp'), col('series'), col('n', 'bigint')], rows]
}

/** @param {string} text @returns {[any[], any[][]]} */
function shape(text) {
  const low = text.toLowerCase()
  if (/date_trunc|period/.test(low)) {
    return overTime()
  }
  if (low.includes('day_of_week')) {
    const roll = dice(3)
    return [[col('weekday', 'bigint'), col('hour', 'bigint'), col('n', 'bigint')], Array.from({ length: 168 }, (_, i) => [1 + Math.floor(i / 24), i % 24, Math.round((i < 120 ? 200 : 60) * (1 + roll()) * (i % 24 > 6 && i % 24 < 19 ? 3 : 1))])]
  }
  if (/group by eventname|eventname, count/.test(low)) {
    return top('call', 'eventName')
  }
  if (low.includes('group by awsregion')) {
    return top('region', 'awsRegion')
  }
  if (low.includes('group by eventsource')) {
    return top('service', 'service')
  }
  if (low.includes('errorcode is not null')) {
    return top('error', 'errorCode')
  }
  if (low.includes('as who') && low.includes('count(')) {
    return top('who', 'who')
  }
  if (/count\(\*\)/.test(low)) {
    return [[col('events', 'bigint'), col('accounts', 'bigint'), col('regions', 'bigint')], [[events().length, ACCOUNTS.length, 7]]]
  }
  return [
    ['eventTime', 'eventName', 'who', 'eventSource', 'awsRegion', 'errorCode', 'sourceIPAddress', 'eventID', 'useridentity'].map(name => col(name, name === 'eventTime' ? 'timestamp' : 'varchar')),
    events().map(e => [sqlTime(e.time), e.call, e.who, `${e.service}.amazonaws.com`, e.region, e.error, e.address, e.id, { type: 'AssumedRole', arn: e.who }])
  ]
}

/** @param {any} body @param {(columns: any[], rows: any[][], more: boolean, pause?: number) => Promise<void>} stream */
export function sql(body, stream) {
  const text = String(body.sql)
  const wrong = /\b(selct|evnts|eventnme)\b/i.exec(text)
  if (wrong || !text.trim()) {
    const before = text.slice(0, wrong?.index ?? 0).split('\n')
    const near = /** @type {Record<string, string>} */ ({ selct: 'SELECT', evnts: 'events', eventnme: 'eventname' })[wrong?.[0].toLowerCase() ?? '']
    return { problem: { code: 'WRONG_USE', problem: wrong ? `There is no ${wrong[0]}` : 'There is no statement', place: `line ${before.length}, column ${before[before.length - 1].length + 1}`, remedy: near ? `Did you mean ${near}?` : 'Write one SELECT', line: before.length, column: before[before.length - 1].length + 1 } }
  }
  const [columns, rows] = shape(text)
  return stream(columns, rows.slice(0, body.limit), rows.length > body.limit, /slow/i.test(text) ? 400 : 0)
}

/** @param {any} body */
export function widget(body) {
  const found = DASHBOARDS.find(each => each.id === body.dashboard)?.widgets.find((/** @type {any} */ each) => each.id === body.widget)
  if (!found) {
    return { status: 404, problem: { code: 'NOT_FOUND', problem: 'There is no such widget', remedy: 'Load the dashboard again' } }
  }
  if (found.sql.includes('BROKEN')) {
    return { problem: { code: 'WRONG_USE', problem: 'There is no column BROKEN', place: 'line 1, column 8', remedy: 'DESCRIBE events lists the columns', line: 1, column: 8 } }
  }
  const [columns, rows] = shape(found.sql)
  return { columns, rows: rows.slice(0, 100), more: rows.length > 100, millis: 41, sql: found.sql.replace('$StartTime$', body.from ?? '').replace('$EndTime$', body.to ?? '') }
}
