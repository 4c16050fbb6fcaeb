// Overview: what needs somebody, how much of the lake is proven, and what goes on.
import { Trouble, useAsk, useStream } from './asking.js'
import { CoverLine } from './coverline.js'
import { Widgets } from './dashboards.js'
import { Level } from './eventview.js'
import { LEVELS } from './findings.js'
import { html } from './html.js'
import { change, to } from './router.js'
import { Bar } from './shell.js'
import { SpanPicker, spanOf, useUsualSpan } from './span.js'
import { count, counted, show } from './text.js'
import { minute, parse } from './time.js'

/** @param {{route: import('./router.js').Route, me: any}} props */
export function Screen({ route, me }) {
  return me.span ? html`<${Glance} params=${route.params} me=${me} />` : html`<${Empty} home=${me.home} />`
}

/** @param {{params: Record<string, string>, me: any}} props */
function Glance({ params, me }) {
  const ready = useUsualSpan(params, me)
  const { from, to: until } = spanOf(params, me.span)
  const dashboards = useAsk('dashboards', {})
  const found = dashboards.data?.find((/** @type {any} */ each) => each.id === 'overview')
  const span = (/** @type {any} */ chosen) => change({ ...chosen, all: chosen.from || chosen.to ? null : 1 })
  return html`<${Bar} title="Overview"><span class="right"><a class="button" href=${to('/search', { from, to: until, all: from || until ? null : 1 })}>Search these events</a><${SpanPicker} params=${params} me=${me} onChange=${span} /></span></${Bar}>
    ${ready && html`<div class="glance"><${Findings} from=${from} until=${until} /><${Covered} from=${from} until=${until} /><${Health} /></div>`}
    <${Trouble} problem=${dashboards.problem} again=${dashboards.again} />
    ${found && html`<${Widgets} dashboard=${found} params=${params} me=${me} round=${0} onSpan=${span} />`}`
}

/** @param {{from: string|null, until: string|null}} props */
function Findings({ from, until }) {
  const found = useStream('findings', { states: ['new', 'acknowledged'], levels: [], rule: null, account: null, from, to: until, limit: 2000 })
  const place = (/** @type {string} */ name) => found.columns.findIndex(each => each.name.toLowerCase() === name)
  const [level, title, id, time] = ['level', 'title', 'id', 'time'].map(place)
  const rows = found.rows.slice().sort((a, b) => LEVELS.indexOf(a[level]) - LEVELS.indexOf(b[level]))
  return html`<section class="card" aria-busy=${found.busy}><header><h2><a href=${to('/findings', { from, to: until })}>Open findings</a></h2><b>${count(found.rows.length)}${found.end?.more ? '+' : ''}</b></header>
    <${Trouble} problem=${found.problem} again=${found.again} />
    <p class="levels">${LEVELS.map(each => {
      const n = rows.filter(row => row[level] === each).length
      return n > 0 && html`<a href=${to('/findings', { levels: each, from, to: until })}><${Level} level=${each} /> ${count(n)}</a> `
    })}</p>
    <ul class="list">${rows.slice(0, 4).map(row => html`<li><a href=${`/findings/${encodeURIComponent(String(row[id]))}`}><span class="mono faint">${minute(parse(row[time])).slice(5)}</span> ${show(row[title], 120)}</a></li>`)}</ul>
    ${found.end && !rows.length && html`<p class="faint">None. Rules look at what comes in while <code>trailhouse serve</code> runs.</p>`}</section>`
}

/** @param {{from: string|null, until: string|null}} props */
function Covered({ from, until }) {
  const { data, problem, busy, again } = useAsk('coverage', { from, to: until, account: null, region: null })
  return html`<section class="card" aria-busy=${busy}><header><h2><a href=${to('/coverage', { from, to: until })}>Coverage</a></h2></header>
    <${Trouble} problem=${problem} again=${again} />
    ${data && html`<${CoverLine} coverage=${data} from=${from} to=${until} />
    <ul class="list">${data.gaps.slice(0, 3).map((/** @type {any} */ each) => html`<li><a href=${to('/coverage', { account: each.account, region: each.region, from: each.from, to: each.to })}><span class="mono">${minute(parse(each.from)).slice(5)}</span> ${show(each.account)} ${show(each.region)} <span class="faint">${show(each.why, 140)}</span></a></li>`)}</ul>`}</section>`
}

function Health() {
  const { data, problem, busy, again } = useAsk('status', {})
  return html`<section class="card" aria-busy=${busy}><header><h2><a href="/sources">Sources</a></h2>${data && (data.problems.length ? html`<span class="tag bad">${counted(data.problems.length, 'problem')}</span>` : html`<span class="tag good">no problems</span>`)}</header>
    <${Trouble} problem=${problem} again=${again} />
    ${data && html`<ul class="list">${data.problems.slice(0, 3).map((/** @type {any} */ each) => html`<li class="badtext">${show(typeof each === 'string' ? each : `${each.subject}: ${each.problem}${each.place ? ` (${each.place})` : ''}`, 200)}</li>`)}
      ${data.sources.slice(0, 6).map((/** @type {any} */ each) => html`<li><b>${show(each.name, 60)}</b> <span class="faint">${show(String(each.state).toLowerCase(), 30)}, ${counted(each.counts?.events_stored ?? 0, 'event')} stored since the start</span></li>`)}
      ${!data.sources.length && html`<li class="faint">No source is configured: events come in by <code>trailhouse import</code> only.</li>`}</ul>`}</section>`
}

/** A lake without an event: what to do first.
 * @param {{home: string}} props */
function Empty({ home }) {
  return html`<${Bar} title="Overview" /><div class="first">
    <h2>There is no event yet in ${show(home, 200)}</h2>
    <div class="cards">
      <section class="card stack"><h3 class="name">Log files that you have</h3><p><code>trailhouse import ~/evidence/AWSLogs</code></p><p class="faint">Folders, files and archives as a trail delivers them. The same folder again adds nothing twice.</p></section>
      <section class="card stack"><h3 class="name">An example</h3><p><code>trailhouse demo</code></p><p class="faint">A small organization's trail with an intrusion in it, three weeks, about 106,000 events.</p></section>
      <section class="card stack"><h3 class="name">A trail in AWS</h3><p><code>sources:</code> in <code>trailhouse.yaml</code>, then <code>trailhouse serve</code></p><p class="faint">Buckets, queues and event buses. docs/collect.md says what to set up; Sources shows how it goes.</p></section>
    </div><p class="faint">Load this page again once events are there.</p></div>`
}
