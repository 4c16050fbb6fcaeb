// What POST /page/NAME answers.
import { ACCOUNTS, FROM, NOW, REGIONS, TO, byId, dice, events, record } from './data.mjs'
import { FIELDS, find } from './find.mjs'
import { DASHBOARDS, FINDINGS, SAMPLES, STATUS, TABLES, SUPPRESSIONS } from './kept.mjs'
import { sql, widget } from './sql.mjs'

/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {(body: any, response: Response, gone: AbortSignal) => any} Answer */

const iso = (/** @type {number} */ ms) => new Date(ms).toISOString().replace('.000Z', 'Z')
export const sqlTime = (/** @type {number} */ ms) => iso(ms).replace('T', ' ').replace('Z', '')

/** @param {Response} response @param {any[]} columns @param {any[][]} rows @param {boolean} more @param {AbortSignal} gone */
async function stream(response, columns, rows, more, gone, pause = 0) {
  const start = Date.now()
  response.setHeader('Content-Type', 'application/x-ndjson')
  response.write(`${JSON.stringify({ columns: columns.map(name => (typeof name === 'string' ? { name, type: 'varchar' } : name)) })}\n`)
  for (let i = 0; i < rows.length && !gone.aborted; i += 2000) {
    response.write(rows.slice(i, i + 2000).map(row => `${JSON.stringify(row)}\n`).join(''))
    await new Promise(done => setTimeout(done, pause))
  }
  response.end(`${JSON.stringify({ end: { rows: rows.length, more, millis: Date.now() - start } })}\n`)
}

const short = (/** @type {import('./data.mjs').Event} */ e) => ({ id: e.id, time: iso(e.time), event: e.call, account: e.account })
/** @type {any[]} */
let saved = [
  { id: 's1', title: 'Denied in production', kind: 'search', text: 'account:333344445555 error:AccessDenied', by: 'ann', at: '2026-05-20T10:00:00Z' },
  { id: 's2', title: 'Top calls', kind: 'sql', text: 'SELECT eventName, count(*) AS n FROM events GROUP BY eventName ORDER BY n DESC LIMIT 10', by: 'ben', at: '2026-05-21T09:00:00Z' },
  { id: 's3', title: '<b>bold</b> \u202eevil', kind: 'search', text: 'javascript:window.pwned=1', by: 'mallory', at: '2026-05-21T09:00:00Z' }
]
let next = 1

/** @type {Record<string, Answer>} */
export const answers = {
  me: () => ({ user: process.env.MOCK_USER ?? 'admin', role: process.env.MOCK_ROLE ?? 'admin', version: '0.1.0', home: '/var/lib/trailhouse', span: { from: iso(FROM), to: iso(TO) }, now: NOW, login: 'token' }),
  login: () => ({}), logout: () => ({}),
  search(body, response, gone) {
    const answer = find(body)
    if (!answer.found) {
      return answer
    }
    const rows = answer.found.slice(0, body.limit).map(e => [sqlTime(e.time), e.account, e.region, e.service, e.call, e.who, e.address, e.error, e.readonly, e.category, e.id])
    return stream(response, ['time', 'account', 'region', 'service', 'call', 'who', 'address', 'error', 'readonly', 'category', 'id'], rows, answer.found.length > rows.length, gone)
  },
  summary(body) {
    const answer = find(body)
    if (!answer.found) {
      return answer
    }
    const from = Math.max(answer.from, FROM)
    const to = Math.min(answer.to, TO)
    const seconds = [60, 300, 900, 3600, 10800, 21600, 86400].find(s => (to - from) / 1000 / s <= body.buckets) ?? 86400
    /** @type {Map<number, [number, number]>} */
    const counts = new Map()
    /** @type {Record<string, Map<any, number>>} */
    const facets = Object.fromEntries(Object.keys(FIELDS).map(name => [name, new Map()]))
    for (const e of answer.found) {
      const at = Math.floor(e.time / seconds / 1000) * seconds * 1000
      const both = counts.get(at) ?? [0, 0]
      counts.set(at, [both[0] + 1, both[1] + (e.error ? 1 : 0)])
      for (const [name, of] of Object.entries(FIELDS)) {
        const value = of(e)
        value !== null && facets[name].set(value, (facets[name].get(value) ?? 0) + 1)
      }
    }
    return {
      total: answer.found.length, from: iso(from), to: iso(to), seconds,
      counts: [...counts].sort((a, b) => a[0] - b[0]).map(([at, [n, errors]]) => [iso(at), n, errors]),
      facets: Object.fromEntries(Object.entries(facets).map(([name, values]) => [name, [...values].sort((a, b) => b[1] - a[1]).slice(0, 10)]))
    }
  },
  statement: body => ({ sql: `SELECT eventTime, recipientAccountId, awsRegion, eventSource, eventName, userIdentity.arn AS who, sourceIPAddress, errorCode, eventID\nFROM events\nWHERE eventTime >= timestamp '${(body.from ?? iso(FROM)).replace('T', ' ').replace('Z', '')}'\n  -- ${String(body.q ?? '').replace(/\n/g, ' ')}\nORDER BY eventTime DESC\nLIMIT ${body.limit ?? 1000}` }),
  event(body) {
    const e = byId(body.id)
    if (!e) {
      return { status: 404, problem: { code: 'NOT_FOUND', problem: `There is no event ${body.id}`, place: 'events', remedy: 'Look for it by a part of its text' } }
    }
    const mine = events().filter(each => each.session === e.session)
    const at = mine.indexOf(e)
    const of = record(e)
    return {
      id: e.id, time: iso(e.time), session: e.session, records: [JSON.stringify(of)],
      around: mine.slice(Math.max(0, at - body.around), at + body.around + 1).map(each => ({ id: each.id, time: iso(each.time), event: `${each.service}:${each.call}`, details: each.error ?? each.address, asked: each === e })),
      resources: of.resources.map((/** @type {any} */ r, /** @type {number} */ i) => ({ arn: r.ARN, type: r.type ?? null, account: r.accountId ?? null, events: 341 - i * 300 })),
      file: { object: `s3://acme-org-trail/AWSLogs/o-abc123def4/${e.account}/CloudTrail/${e.region}/2026/05/05/${e.account}_CloudTrail_${e.region}_20260505T1005Z_a1b2.json.gz`, source: e.source, stored: iso(e.time + 300_000), digest: { state: e.account === ACCOUNTS[1] ? 'unproven' : 'proven', text: 'listed by the digest of 2026-05-05T11:00:00Z, content equal, signature good' } },
      neighbours: events().filter(each => each.address === e.address && each.account !== e.account && Math.abs(each.time - e.time) < 7_200_000).slice(0, 8).map(each => ({ why: `same address ${e.address}`, ...short(each) })),
      findings: e.service === 'iam' || e.id.startsWith('hostile') ? FINDINGS.slice(0, 2).map(f => ({ id: f.id, title: f.title, level: f.level })) : [],
      who: { name: of.userIdentity.sessionContext.sessionIssuer.userName ?? e.who, arn: e.who, type: 'AssumedRole', account: e.account, key: e.key, session: e.session }
    }
  },
  who(body) {
    const answer = find({ q: `principal:"*${String(body.name).replace(/"/g, '\\"')}*"`, from: body.from, to: body.to })
    const found = answer.found ?? []
    const used = found.slice(0, body.limit)
    /** @type {Map<string, any>} */
    const sessions = new Map()
    for (const e of used) {
      const s = sessions.get(e.session) ?? { key: e.session, label: e.who.split('/').slice(-2).join('/'), account: e.account, from: iso(e.time), to: iso(e.time), events: 0, errors: 0 }
      s.from = iso(e.time)
      s.events++
      s.errors += e.error ? 1 : 0
      sessions.set(e.session, s)
    }
    const list = [...sessions.values()]
    return {
      name: body.name, sessions: list, more: found.length > used.length,
      moments: used.map(e => ({ id: e.id, time: iso(e.time), session: e.session, account: e.account, region: e.region, event: `${e.service}:${e.call}`, error: e.error, address: e.address, readonly: e.readonly })),
      links: used.filter(e => e.call === 'AssumeRole').slice(0, 12).map((e, i) => ({ time: iso(e.time), id: e.id, from: e.session, to: list[(list.findIndex(s => s.key === e.session) + 1 + (i % 3)) % list.length]?.key, role: 'arn:aws:iam::555566667777:role/deployer' })),
      findings: used.filter(e => e.service === 'iam' && e.error).slice(0, 5).map((e, i) => ({ id: FINDINGS[i % FINDINGS.length].id, time: iso(e.time), title: FINDINGS[i % FINDINGS.length].title, level: FINDINGS[i % FINDINGS.length].level, session: e.session }))
    }
  },
  sql: (body, response, gone) => sql(body, (columns, rows, more, pause) => stream(response, columns, rows, more, gone, pause)),
  names: () => TABLES,
  samples: () => SAMPLES,
  ticket: body => ({ url: `/page/ticket-${next++}-${body.format}` }),
  saved: () => saved,
  save: body => (saved.push({ ...body, id: `s${9 + next++}`, by: 'admin', at: NOW }), { id: saved[saved.length - 1].id }),
  forget: body => ((saved = saved.filter(each => each.id !== body.id)), {}),
  dashboards: () => DASHBOARDS,
  widget: body => widget(body),
  'keep-dashboard'(body) {
    const id = body.id || `own-${next++}`
    const kept = { ...body, id, own: true }
    const at = DASHBOARDS.findIndex(each => each.id === id)
    at < 0 ? DASHBOARDS.push(kept) : DASHBOARDS.splice(at, 1, kept)
    return { id }
  },
  'drop-dashboard': body => (DASHBOARDS.splice(DASHBOARDS.findIndex(each => each.id === body.id), 1), {}),
  coverage,
  findings(body, response, gone) {
    const states = body.states?.length ? body.states : null
    const rows = FINDINGS.filter(f => (!states || states.includes(f.state)) && (!body.levels?.length || body.levels.includes(f.level)) && (!body.rule || f.rule_id === body.rule) && (!body.account || f.account === body.account))
    const names = ['id', 'rule_id', 'title', 'level', 'time', 'account', 'region', 'principal', 'event_count', 'found_at', 'state', 'reason', 'changed_at', 'changed_by']
    return stream(response, names, rows.map(f => names.map(name => f[name])), false, gone)
  },
  finding(body) {
    const f = FINDINGS.find(each => each.id === body.id)
    if (!f) {
      return { status: 404, problem: { code: 'NOT_FOUND', problem: `There is no finding ${body.id}`, place: 'findings', remedy: 'List them' } }
    }
    const some = events().filter(e => e.id === 'hostile-1' || e.service === 'iam').slice(0, 4)
    return {
      fields: f, events: some.map(e => e.id), records: some.map(e => JSON.stringify(record(e))), changes: f.changes,
      rule: { title: f.title, description: 'An access key was made for a user other than the one who made it. Intruders do so to stay, whatever happens to the way by which they came.', level: f.level, next: 'Ask the person whether they made the key. If not: deactivate it, look at everything that it did, and end the sessions of whoever made it.', references: ['https://attack.mitre.org/techniques/T1098/001/', 'javascript:window.pwned=1'], tags: ['attack.persistence', 'attack.t1098.001'] }
    }
  },
  change(body) {
    for (const f of FINDINGS.filter(each => body.ids.includes(each.id))) {
      f.state = body.verdict === 'reopened' ? 'new' : body.verdict
      f.reason = body.reason
      f.changes.push({ time: NOW, state: f.state, by: 'admin', reason: body.reason })
    }
    return { changed: body.ids.length }
  },
  suppressions: () => SUPPRESSIONS,
  suppress: body => (SUPPRESSIONS.push({ ...body, number: next++ + 10, expired: false }), { number: next + 9 }),
  unsuppress: body => (SUPPRESSIONS.splice(SUPPRESSIONS.findIndex(each => each.number === body.number), 1), {}),
  status: () => STATUS
}

/** @param {any} body */
function coverage(body) {
  const from = Math.max(body.from ? Date.parse(body.from) : FROM, FROM)
  const to = Math.min(body.to ? Date.parse(body.to) : TO, TO)
  const first = Math.floor(FROM / 3.6e6) * 3.6e6
  const states = /** @type {Record<string, string>} */ ({ p: 'proven', a: 'arrived', q: 'quiet', e: 'expected', m: 'missing' })
  /** @type {Record<string, number>} */
  const sums = {}
  const rows = []
  for (const [i, account] of ACCOUNTS.entries()) {
    for (const [j, region] of REGIONS.slice(0, 5).entries()) {
      const roll = dice(i * 31 + j)
      let hours = ''
      for (let at = first; at < TO; at += 3.6e6) {
        const n = (at - first) / 3.6e6
        const x = roll()
        hours += i === 1 && j === 1 && n > 200 && n < 206 ? 'm' : i === 3 && j === 0 && n === 400 ? 'm' : n > 500 ? 'e' : j > 3 && n < 40 ? '.' : j > 1 ? (x < 0.7 ? 'q' : 'a') : i > 3 ? 'a' : 'p'
      }
      const a = Math.max(0, Math.floor((from - first) / 3.6e6))
      const part = hours.slice(a, Math.max(a, Math.ceil((to - first) / 3.6e6)))
      for (const letter of part) {
        letter !== '.' && (sums[states[letter]] = (sums[states[letter]] ?? 0) + 1)
      }
      if ((!body.account || body.account === account) && (!body.region || body.region === region)) {
        rows.push({ account, region, hours: part })
      }
    }
  }
  return {
    from: iso(from), to: iso(to), first: iso(Math.max(first, Math.floor(from / 3.6e6) * 3.6e6)), states: sums, rows, remark: null,
    gaps: [
      { account: ACCOUNTS[1], region: REGIONS[1], from: iso(first + 201 * 3.6e6), to: iso(first + 206 * 3.6e6), state: 'missing', why: 'the digest of 2026-05-12T12:00:00Z lists 5 log files that never came' },
      { account: ACCOUNTS[3], region: REGIONS[0], from: iso(first + 400 * 3.6e6), to: iso(first + 401 * 3.6e6), state: 'missing', why: 'between two digests of the chain one is absent' }
    ]
  }
}

/** @param {string} path @param {Response} response */
export function download(path, response) {
  const format = path.split('-').pop() ?? 'csv'
  response.setHeader('Content-Type', format === 'csv' ? 'text/csv' : 'application/octet-stream')
  response.setHeader('Content-Disposition', `attachment; filename="trailhouse-20260525T083000Z.${format}"`)
  response.end('time,call\r\n2026-05-04 00:00:00,GetObject\r\n')
}
