// Sources: what serve is doing, and what keeps it from doing it.
import { Busy, Trouble, useAsk } from './asking.js'
import { html, useEffect } from './html.js'
import { Bar } from './shell.js'
import { count, show } from './text.js'
import { Time, ago, nowOf, parse } from './time.js'

const EVERY = 15_000

/** @param {{me: any}} props */
export function Screen({ me }) {
  const { data, problem, busy, again } = useAsk('status', {})
  useEffect(() => {
    const timer = setInterval(() => document.hidden || again(), EVERY)
    return () => clearInterval(timer)
  }, [])
  if (!data) {
    return html`<${Bar} title="Sources"><${Busy} busy=${busy} what="Reading" /></${Bar}><${Trouble} problem=${problem} again=${again} />`
  }
  const now = nowOf(me)
  return html`<${Bar} title="Sources"><span class="faint">serve ${show(data.version, 40)} on ${show(data.home, 200)}, since ${html`<${Time} at=${data.started_at} />`}</span></${Bar}>
    <${Trouble} problem=${problem} />
    <${Problems} list=${data.problems ?? []} />
    <h2 class="part">Sources <span class="faint">${data.sources.length}</span></h2>
    ${data.sources.length ? html`<div class="cards">${data.sources.map((/** @type {any} */ each) => html`<${Source} key=${each.name} source=${each} now=${now} />`)}</div>` : html`<${NoSource} />`}
    <${Routes} list=${data.routes ?? []} head=${data.head} />
    <${Rules} rules=${data.rules} head=${data.head} />
    <${Upkeep} upkeep=${data.upkeep} />
    <${Gaps} list=${data.gaps ?? []} />`
}

/** @param {{list: any[]}} props */
function Problems({ list }) {
  if (!list.length) {
    return html`<p class="allwell" role="status"><span class="tag good">no problems</span></p>`
  }
  return html`<div role="status">${list.map(each => typeof each === 'string'
    ? html`<div class="trouble"><strong>${show(each, 2000)}</strong></div>`
    : html`<div class="trouble"><span class="tag">${show(each.subject, 200)}</span><strong>${show(each.problem, 2000)}</strong>${each.place && html`<span class="place mono">${show(each.place, 500)}</span>`}${each.remedy && html`<span class="remedy">To do: ${show(each.remedy, 2000)}</span>`}</div>`)}</div>`
}

const GOOD = /** @type {Record<string, string>} */ ({ RUNNING: 'good', WAITING: '', RETRYING: 'warn', REFUSED: 'bad', STOPPED: 'bad' })
const word = (/** @type {string} */ name) => name.replaceAll('_', ' ')

/** @param {{source: any, now: number}} props */
function Source({ source, now }) {
  const accounts = Object.entries(source.account_problems ?? {})
  return html`<section class="card source"><h3 class="name">${show(source.name, 100)} <span class="faint">${show(source.kind, 60)}</span> <span class=${`tag ${GOOD[source.state] ?? ''}`}>${show(String(source.state).toLowerCase(), 40)}</span></h3>
    <p class="faint">newest event ${ago(parse(source.newest_event), now)}, ${String(source.state).toLowerCase()} since ${html`<${Time} at=${source.since} />`}</p>
    ${source.problem && html`<p class="badtext">${show(source.problem, 1000)}</p>`}${source.remedy && html`<p>To do: ${show(source.remedy, 1000)}</p>`}
    ${accounts.map(([account, problem]) => html`<p class="badtext"><span class="mono">${show(account, 40)}</span>: ${show(problem, 500)}</p>`)}
    <${Counts} counts=${source.counts} /></section>`
}

/** @param {{counts: Record<string, number>}} props */
function Counts({ counts }) {
  return html`<dl class="counts">${Object.entries(counts ?? {}).map(([name, n]) => html`<div><dt>${show(word(name), 60)}</dt><dd>${count(n)}</dd></div>`)}</dl>`
}

function NoSource() {
  return html`<div class="card"><p>Nothing is collected: <code>trailhouse.yaml</code> of the home names no source.</p>
    <p class="faint">Log files come in with <code>trailhouse import PATH</code>, an example with <code>trailhouse demo</code>, and a trail with <code>sources:</code> (docs/collect.md).</p></div>`
}

/** How many commits of the table something has not looked at yet.
 * @param {string} head @param {string} position */
function behind(head, position) {
  const commits = Number.parseInt(head, 10) - Number.parseInt(position, 10)
  return position && commits > 0 ? html`<span class="tag warn">${count(commits)} commits behind</span>` : html`<span class="tag good">up to date</span>`
}

const sum = (/** @type {Record<string, number>} */ of) => Object.values(of ?? {}).reduce((a, b) => a + b, 0)

/** @param {{list: any[], head: string}} props */
function Routes({ list, head }) {
  if (!list.length) {
    return null
  }
  return html`<h2 class="part">Routes <span class="faint">${list.length}</span></h2><div class="scroll" tabindex="0" role="region" aria-label="Routes"><table class="plain">
    <thead><tr><th scope="col">Route</th><th scope="col">Position</th>${['In', 'Kept', 'Dropped', 'Delivered', 'Waiting', 'Failed'].map(each => html`<th scope="col" class="num">${each}</th>`)}</tr></thead>
    <tbody>${list.map(each => html`<tr><td><b>${show(each.name, 100)}</b>${each.problem && html`<p class="badtext">${show(each.problem, 1000)}</p><p>${show(each.remedy ?? '', 1000)}</p>`}</td><td class="nowrap">${behind(head, each.position)}</td>
      ${[each.in, each.kept, sum(each.dropped), each.delivered, each.waiting].map(n => html`<td class="num">${count(n)}</td>`)}<td class=${`num${sum(each.failed) ? ' bad' : ''}`}>${count(sum(each.failed))}</td></tr>`)}</tbody></table></div>`
}

/** @param {{rules: any, head: string}} props */
function Rules({ rules, head }) {
  if (!rules) {
    return null
  }
  const { inspected, findings, suppressed, future } = rules
  return html`<h2 class="part">Rules <span class="faint">${count(rules.rules)}</span></h2><div class="cards"><section class="card source"><h3 class="name">Rules ${rules.rules > 0 ? behind(head, rules.position) : html`<span class="tag">none</span>`}</h3>
      ${rules.problem && html`<p class="badtext">${show(rules.problem, 1000)}</p><p>To do: ${show(rules.remedy ?? '', 1000)}</p>`}
      <${Counts} counts=${{ inspected, findings, suppressed, future }} /><p><a href="/findings">Findings</a></p></section>
    ${(rules.alerts ?? []).map((/** @type {any} */ each) => html`<section class="card source"><h3 class="name">Alert ${show(each.name, 100)}</h3>${each.problem && html`<p class="badtext">${show(each.problem, 1000)}</p><p>To do: ${show(each.remedy ?? '', 1000)}</p>`}<${Counts} counts=${each.counts} /></section>`)}</div>`
}

/** @param {{upkeep: any}} props */
function Upkeep({ upkeep }) {
  if (!upkeep) {
    return null
  }
  return html`<h2 class="part">Upkeep</h2><p>${upkeep.last_run ? html`Last round <${Time} at=${upkeep.last_run} /> UTC, ${count(upkeep.data_files)} data files.` : 'Has not run yet.'}</p>
    ${upkeep.problem && html`<div class="trouble"><strong>${show(upkeep.problem, 1000)}</strong><span class="remedy">To do: ${show(upkeep.remedy ?? '', 1000)}</span></div>`}`
}

/** @param {{list: string[]}} props */
function Gaps({ list }) {
  return html`<h2 class="part">Gaps <span class="faint">${list.length}</span></h2>${list.length ? html`<ul>${list.map(each => html`<li class="badtext">${show(each, 500)}</li>`)}</ul><p><a href="/coverage">Coverage</a></p>` : html`<p class="faint">None in the last three days.</p>`}`
}
