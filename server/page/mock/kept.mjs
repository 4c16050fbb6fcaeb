// What is kept beside the events: findings, dashboards, samples, names, the state of serve.
import { ACCOUNTS, FROM, REGIONS, dice } from './data.mjs'

const roll = dice(99)
const iso = (/** @type {number} */ ms) => new Date(ms).toISOString().replace(/\.\d+Z/, 'Z')
const LEVELS = ['critical', 'high', 'medium', 'low', 'informational']
const TITLES = ['Access key made for another user', 'Trail stopped', 'Root signed in', 'Console sign-in without MFA', 'Secrets read at an unusual rate', 'Security group opened to the world', 'First use of a Region', '<img src=x onerror=window.pwned=1> \u202eelttit']

/** @type {any[]} */
export const FINDINGS = Array.from({ length: 46 }, (_, i) => {
  const time = FROM + Math.floor(roll() * 21 * 86_400_000)
  const kind = i % TITLES.length
  const state = ['new', 'new', 'new', 'acknowledged', 'closed', 'suppressed'][Math.floor(roll() * 6)]
  return {
    id: Array.from({ length: 32 }, () => Math.floor(roll() * 16).toString(16)).join(''), rule_id: `5a0c1f7e-6d1e-4c57-9f2d-2b1f2f0c7b${10 + kind}`, rule_version: 'c0ffee',
    title: TITLES[kind], level: LEVELS[(kind * 3 + (i % 2)) % 5], time: iso(time), account: ACCOUNTS[i % 5], region: REGIONS[i % 4],
    principal: `arn:aws:sts::${ACCOUNTS[i % 5]}:assumed-role/deployer/ben`, event_count: 1 + Math.floor(roll() * 40), found_at: iso(time + 400_000), state, reason: state === 'new' ? null : 'ann looks at it',
    changed_at: iso(time + 900_000), changed_by: state === 'new' ? 'trailhouse' : 'ann',
    changes: [{ time: iso(time + 400_000), state: 'new', by: 'trailhouse', reason: null }, ...(state === 'new' ? [] : [{ time: iso(time + 900_000), state, by: 'ann', reason: 'ann looks at it' }])]
  }
}).sort((a, b) => (a.time < b.time ? 1 : -1))

/** @type {any[]} */
export const SUPPRESSIONS = [
  { number: 1, rule: '*', principal: '*:role/Scanner', account: '*', until: '2026-12-31T00:00:00Z', reason: 'the yearly test', expired: false },
  { number: 2, rule: '5a0c1f7e-6d1e-4c57-9f2d-2b1f2f0c7b11', principal: '*', account: ACCOUNTS[0], until: '2026-05-10T00:00:00Z', reason: 'ticket 4711', expired: true }
]

const span = "eventTime > '$StartTime$' AND eventTime < '$EndTime$'"
/** @param {string} id @param {string} title @param {string} chart @param {string} sql @param {Partial<{label: string, value: string, series: string}>} [by] */
const widget = (id, title, chart, sql, by = {}) => ({ id, title, chart, sql, label: null, value: null, series: null, ...by })

/** @type {any[]} */
export const DASHBOARDS = [
  {
    id: 'overview', title: 'Overview', about: 'What goes on here', own: false, widgets: [
      widget('events', 'Events', 'number', `SELECT COUNT(*) AS events, COUNT(DISTINCT recipientAccountId) AS accounts, COUNT(DISTINCT awsRegion) AS regions FROM events WHERE ${span}`),
      widget('rw', 'Reads and writes over time', 'line', `SELECT DATE_TRUNC('$Period$', eventTime) AS t, IF(readOnly, 'read', 'write') AS series, COUNT(*) AS n FROM events WHERE ${span} GROUP BY 1, 2 ORDER BY 1`, { label: 't', value: 'n', series: 'series' }),
      widget('services', 'Top services', 'bar', `SELECT REPLACE(eventSource, '.amazonaws.com') AS service, COUNT(*) AS n FROM events WHERE ${span} GROUP BY eventSource ORDER BY n DESC LIMIT 10`, { label: 'service', value: 'n' }),
      widget('regions', 'Most active Regions', 'bar', `SELECT awsRegion, COUNT(*) AS n FROM events WHERE ${span} GROUP BY awsRegion ORDER BY n DESC LIMIT 15`, { label: 'awsRegion', value: 'n' }),
      widget('users', 'Top users', 'table', `SELECT userIdentity.arn AS who, COUNT(*) AS n FROM events WHERE ${span} GROUP BY 1 ORDER BY n DESC LIMIT 10`),
      widget('errors', 'Top errors', 'table', `SELECT errorCode, COUNT(*) AS n FROM events WHERE ${span} AND errorCode IS NOT NULL GROUP BY errorCode ORDER BY n DESC LIMIT 10`),
      widget('hours', 'Events by hour and weekday', 'heatmap', `SELECT day_of_week(eventTime) AS weekday, hour(eventTime) AS hour, COUNT(*) AS n FROM events WHERE ${span} GROUP BY 1, 2`, { label: 'weekday', series: 'hour', value: 'n' })
    ]
  },
  {
    id: 'security', title: 'Security monitoring', about: 'The first look of an on-call engineer', own: false, widgets: [
      widget('denied', 'Denied over time', 'line', `SELECT DATE_TRUNC('$Period$', eventTime) AS t, COUNT(*) AS n FROM events WHERE ${span} GROUP BY 1`, { label: 't', value: 'n', series: 'series' }),
      widget('latest', 'Latest writes', 'table', `SELECT eventTime, eventName, eventID FROM events WHERE ${span} ORDER BY eventTime DESC LIMIT 100`)
    ]
  },
  { id: 'mine', title: 'Ben’s <b>own</b>', about: null, own: true, widgets: [widget('w1', 'Top calls', 'bar', `SELECT eventName, COUNT(*) AS n FROM events WHERE ${span} GROUP BY eventName ORDER BY n DESC LIMIT 10`, { label: 'eventName', value: 'n' }), widget('w2', 'A broken one', 'table', 'SELECT BROKEN FROM events')] }
]

export const SAMPLES = [
  { title: 'Most called', about: 'Which calls make up the trail', sql: 'SELECT eventName, count(*) AS n\nFROM events\nGROUP BY eventName\nORDER BY n DESC\nLIMIT 10' },
  { title: 'Over time', about: 'Reads and writes, hour by hour', sql: "SELECT date_trunc('hour', eventTime) AS t, IF(readOnly, 'read', 'write') AS series, count(*) AS n\nFROM events\nGROUP BY 1, 2\nORDER BY 1" },
  { title: 'Denied', about: 'Who was refused what', sql: "SELECT eventTime, eventName, userIdentity.arn AS who, errorCode, eventID\nFROM events\nWHERE errorCode LIKE '%Denied%'\nORDER BY eventTime DESC\nLIMIT 100" }
]

const column = (/** @type {string} */ name, type = 'varchar') => ({ name, type })
export const TABLES = {
  tables: {
    events: ['eventversion', 'eventsource', 'eventname', 'awsregion', 'sourceipaddress', 'useragent', 'errorcode', 'errormessage', 'requestparameters', 'responseelements', 'eventid', 'recipientaccountid', 'eventcategory', 'useridentity.arn', 'useridentity.type', 'useridentity.accountid', 'useridentity.sessioncontext.sessionissuer.username', 'th_source', 'th_object'].map(name => column(name)).concat([column('eventtime', 'timestamp(6)'), column('readonly', 'boolean')]),
    log_files: ['origin', 'state', 'events'].map(name => column(name)),
    findings: ['id', 'title', 'level', 'state', 'time', 'account', 'principal'].map(name => column(name)),
    finding_changes: ['id', 'state', 'changed_at', 'changed_by'].map(name => column(name))
  },
  functions: ['count', 'count_if', 'date_trunc', 'element_at', 'json_extract_scalar', 'max', 'min', 'approx_distinct', 'regexp_like', 'lower', 'contains']
}

export const STATUS = {
  format: 2, version: '0.1.0', home: '/var/lib/trailhouse', started_at: '2026-05-25T07:00:00Z', head: '412:8',
  problems: [{ subject: 'source org-trail', problem: 'The queue cannot be read: access denied to sqs:ReceiveMessage', place: 'https://sqs.eu-central-1.amazonaws.com/111122223333/trailhouse', remedy: 'Give the role sqs:ReceiveMessage on the queue; serve tries again by itself' }],
  gaps: ['444455556666 us-east-1 2026-05-12 09:00 – 14:00: 5 log files that a digest lists never came'],
  sources: [
    { name: 'org-trail', kind: 's3', state: 'RETRYING', since: '2026-05-25T08:20:00Z', problem: 'The queue cannot be read: access denied to sqs:ReceiveMessage', remedy: 'Give the role sqs:ReceiveMessage on the queue', account_problems: {}, counts: { files_found: 5710, files_done: 5698, files_known: 12, files_unreadable: 0, files_waiting: 0, events_found: 105_870, events_stored: 105_870, events_duplicate: 6200 }, newest_event: '2026-05-24T23:58:20Z' },
    { name: 'bus', kind: 'eventbridge', state: 'RUNNING', since: '2026-05-25T07:00:01Z', problem: null, remedy: null, account_problems: { '444455556666': 'access denied' }, counts: { files_found: 0, files_done: 0, files_known: 0, files_unreadable: 0, files_waiting: 0, events_found: 34, events_stored: 30, events_duplicate: 4 }, newest_event: '2026-05-25T08:29:00Z' }
  ],
  routes: [{ name: 'iam-team', problem: null, remedy: null, position: '410:8', in: 105_870, kept: 2209, dropped: { 'no match': 103_661 }, delivered: 2201, waiting: 8, failed: {} }],
  rules: { problem: null, remedy: null, rules: 231, position: '412:8', inspected: 105_870, findings: 46, suppressed: 7, future: 0, alerts: [{ name: 'security-mail', problem: null, remedy: null, counts: { sent: 12, waiting: 0, failed: 0, unknown: 0, dropped: 0 } }] },
  upkeep: { last_run: '2026-05-25T08:00:00Z', problem: null, remedy: null, data_files: 84 }
}
