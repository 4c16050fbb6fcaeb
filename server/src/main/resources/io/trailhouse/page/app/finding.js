// One finding in full: what it says, what to do next, its events and what people said of it.
import { Busy, Trouble, useAsk } from './asking.js'
import { Level } from './eventview.js'
import { Verdict } from './findings.js'
import { html, useState } from './html.js'
import { useKeys } from './keys.js'
import { RecordTree } from './record.js'
import { eventPath, go, to } from './router.js'
import { Bar } from './shell.js'
import { Suppress } from './suppressions.js'
import { copy, count, show } from './text.js'
import { DAY, Time, iso, parse, utc } from './time.js'

/** @param {{id: string, me: any}} props */
export function Finding({ id, me }) {
  const { data, problem, busy, again } = useAsk('finding', { id })
  const [asked, setAsked] = useState('')
  const [said, setSaid] = useState('')
  const back = () => go('/findings')
  useKeys({ o: back, Escape: back })
  if (!data) {
    return html`<${Bar} title="Finding"><${Busy} busy=${busy} what="Reading" /></${Bar}><${Trouble} problem=${problem} again=${again} />`
  }
  const f = lower(data.fields)
  const state = String(f.state ?? '')
  const may = me.role !== 'read'
  return html`<${Bar} title=${html`<a href="/findings">Findings</a> <span class="faint">/</span> <span class="mono">${show(String(f.id ?? id).slice(0, 12))}</span>`}>
      <span class="said" role="status">${said}</span>
      <span class="right">
        ${may && state !== 'acknowledged' && html`<button type="button" onClick=${() => setAsked('acknowledged')}>Acknowledge</button>`}
        ${may && state !== 'closed' && html`<button type="button" onClick=${() => setAsked('closed')}>Close</button>`}
        ${may && state !== 'new' && html`<button type="button" onClick=${() => setAsked('reopened')}>Reopen</button>`}
        ${may && html`<button type="button" onClick=${() => setAsked('suppress')}>Suppress…</button>`}
        <button type="button" onClick=${() => copy(location.href).then(() => setSaid('Link copied'))}>Copy link</button>
      </span></${Bar}>
    <article class="event finding" aria-busy=${busy}>
      <${Head} f=${f} state=${state} />
      <div class="parts">
        <div class="main stack">
          <${Next} rule=${data.rule} />
          <${Records} records=${data.records} />
        </div>
        <div class="beside">
          <${Events} ids=${data.events} many=${f.event_count} />
          <${Changes} list=${data.changes} />
          <${Rule} rule=${data.rule} f=${f} />
        </div>
      </div>
    </article>
    ${asked === 'suppress' && html`<${Suppress} rule=${String(f.rule_id ?? '*')} principal=${String(f.principal ?? '*')} account=${String(f.account ?? '*')} now=${me.now} onClose=${() => setAsked('')} onDone=${() => setSaid('Suppressed from now on')} />`}
    ${asked && asked !== 'suppress' && html`<${Verdict} verdict=${asked} ids=${[f.id ?? id]} onClose=${() => setAsked('')} onDone=${again} />`}`
}

/** @param {Record<string, any>} fields @returns {Record<string, any>} */
const lower = fields => Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [name.toLowerCase(), value]))

/** @param {{f: Record<string, any>, state: string}} props */
function Head({ f, state }) {
  const time = parse(f.time)
  const near = Number.isFinite(time) ? { from: iso(time - DAY), to: iso(time + DAY) } : {}
  return html`<header class="eventhead"><h2><${Level} level=${f.level} /> ${show(f.title)}</h2>
    <dl class="facts">
      <dt>State</dt><dd><span class=${`state ${state}`}>${show(state)}</span>${f.reason && html` <span class="faint">${show(f.reason, 500)} (${show(f.changed_by, 80)}, ${html`<${Time} at=${f.changed_at} />`})</span>`}</dd>
      <dt>When</dt><dd><${Time} at=${f.time} /> UTC <span class="faint">found ${html`<${Time} at=${f.found_at} />`}</span></dd>
      ${f.principal && html`<dt>Who</dt><dd><bdi class="val">${show(f.principal)}</bdi> <a class="go" href=${to('/who', { name: f.principal, ...near })}>timeline</a></dd>`}
      <dt>Where</dt><dd>${show(f.account ?? 'no account')} · ${show(f.region ?? 'no Region')}</dd>
    </dl></header>`
}

/** @param {{rule: any}} props */
function Next({ rule }) {
  if (!rule) {
    return null
  }
  return html`<section class="record">${rule.next && html`<h3>What to do next</h3><p class="text">${show(rule.next, 5000)}</p>`}
    ${rule.description && html`<h3>What was found</h3><p class="text">${show(rule.description, 5000)}</p>`}</section>`
}

/** @param {{records: string[]}} props */
function Records({ records }) {
  const [open, setOpen] = useState(0)
  if (!records?.length) {
    return null
  }
  const search = (/** @type {string} */ q) => go(to('/search', { q, all: 1 }))
  return html`<section class="record"><div class="sectionbar"><h3>Kept records</h3>
      <span class="chips" role="group" aria-label="Record">${records.map((_, i) => html`<button type="button" aria-pressed=${open === i} onClick=${() => setOpen(i)}>${i + 1}</button>`)}</span></div>
    <${RecordTree} key=${open} text=${records[open]} onFilter=${search} /></section>`
}

/** @param {{ids: string[], many: number}} props */
function Events({ ids, many }) {
  const shown = (ids ?? []).slice(0, 50)
  return html`<section><h3>Events (${count(many ?? ids?.length)})</h3><ul class="list">${shown.map(id => html`<li><a class="mono" href=${eventPath(id)}>${show(id, 80)}</a></li>`)}
    ${(ids?.length ?? 0) > shown.length && html`<li class="faint">and ${count(ids.length - shown.length)} more</li>`}</ul></section>`
}

/** @param {{list: any[]}} props */
function Changes({ list }) {
  return html`<section><h3>History</h3><ol class="history">${(list ?? []).map(each => html`<li><span class=${`state ${each.state}`}>${show(each.state)}</span> <span class="faint">by ${show(each.by, 80)}, ${utc(parse(each.time))}</span>${each.reason && html`<p><bdi class="val">${show(each.reason, 2000)}</bdi></p>`}</li>`)}</ol></section>`
}

/** References are texts of a rule, which may be anybody's: they are shown, and lead nowhere.
 * @param {{rule: any, f: Record<string, any>}} props */
function Rule({ rule, f }) {
  return html`<section><h3>Rule</h3><p>${show(rule?.title ?? f.title)}</p><p class="mono small faint">${show(f.rule_id)}</p>
    <p class="small"><a href=${to('/findings', { rule: f.rule_id, states: 'new,acknowledged,closed,suppressed' })}>All findings of this rule</a></p>
    ${rule?.tags?.length > 0 && html`<p class="tags">${rule.tags.map((/** @type {string} */ each) => html`<span class="tag">${show(each, 60)}</span> `)}</p>`}
    ${rule?.references?.length > 0 && html`<ul class="small refs">${rule.references.map((/** @type {string} */ each) => html`<li class="mono val">${show(each, 300)}</li>`)}</ul>`}</section>`
}
