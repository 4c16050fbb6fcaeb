// Findings: what rules found, as an inbox; one of them in full; what is expected and suppressed.
import { ask } from './api.js'
import { Busy, Trouble, asProblem, useStream } from './asking.js'
import { Form } from './dialog.js'
import { Level } from './eventview.js'
import { Finding } from './finding.js'
import { Grid } from './grid.js'
import { html, useMemo, useState } from './html.js'
import { useKeys } from './keys.js'
import { change, go, to } from './router.js'
import { Bar } from './shell.js'
import { SpanPicker, spanOf } from './span.js'
import { Suppressions } from './suppressions.js'
import { Ends, count, plain, show } from './text.js'
import { local, parse, utc } from './time.js'

export const STATES = ['new', 'acknowledged', 'closed', 'suppressed']
export const LEVELS = ['critical', 'high', 'medium', 'low', 'informational']
const OPEN = 'new,acknowledged'
const LIMIT = 5_000

/** @param {{route: import('./router.js').Route, me: any}} props */
export function Screen({ route, me }) {
  if (route.id) {
    return html`<${Finding} id=${route.id} me=${me} />`
  }
  return route.params.view === 'suppressions' ? html`<${Suppressions} me=${me} />` : html`<${Inbox} params=${route.params} me=${me} />`
}

/** @param {{params: Record<string, string>, me: any}} props */
function Inbox({ params, me }) {
  const states = (params.states ?? OPEN).split(',').filter(each => STATES.includes(each))
  const levels = (params.levels ?? '').split(',').filter(each => LEVELS.includes(each))
  const { from, to: until } = spanOf(params, null)
  const found = useStream('findings', { states, levels, rule: params.rule ?? null, account: params.account ?? null, from, to: until, limit: LIMIT })
  const rows = useMemo(() => named(found), [found.columns, found.rows, found.rows.length])
  const [active, setActive] = useState(-1)
  const [marked, setMarked] = useState(/** @type {Set<string>} */ (new Set()))
  const [verdict, setVerdict] = useState('')
  const may = me.role !== 'read'
  const mark = (/** @type {string} */ id) => setMarked(old => {
    const next = new Set(old)
    next.delete(id) || next.add(id)
    return next
  })
  useKeys({ x: () => may && rows[active] && mark(rows[active].id) })
  const columns = useMemo(() => columnsOf(may, marked, mark), [may, marked])
  return html`<${Bar} title="Findings"><${Busy} busy=${found.busy} what="Reading" />
      <span class="right"><${SpanPicker} params=${params} me=${me} onChange=${(/** @type {any} */ span) => change(span)} /><a class="button" href=${to('/findings', { view: 'suppressions' })}>Suppressions</a></span></${Bar}>
    <div class="filters-line">
      <${Toggles} label="States" name="states" all=${STATES} on=${states} /><${Toggles} label="Levels" name="levels" all=${LEVELS} on=${levels} />
      ${params.rule && html`<button type="button" onClick=${() => change({ rule: null })}>rule ${show(params.rule, 40)} ✕</button>`}
      ${params.account && html`<button type="button" onClick=${() => change({ account: null })}>account ${show(params.account, 40)} ✕</button>`}
    </div>
    <${Trouble} problem=${found.problem} again=${found.again} />
    <div class="tools"><p class="sum" role="status" aria-live="polite"><b>${count(rows.length)}</b> ${rows.length === 1 ? 'finding' : 'findings'}${found.end?.more && html`<span class="faint">, and more: choose a span</span>`}${marked.size > 0 && html` · <b>${marked.size}</b> marked`}</p>
      ${may && marked.size > 0 && html`<span class="right"><button type="button" onClick=${() => setVerdict('acknowledged')}>Acknowledge</button><button type="button" onClick=${() => setVerdict('closed')}>Close</button><button type="button" onClick=${() => setVerdict('reopened')}>Reopen</button><button type="button" class="quiet" onClick=${() => setMarked(new Set())}>Clear</button></span>`}
      ${may && !marked.size && html`<span class="right faint small"><kbd>x</kbd> marks, <kbd>Enter</kbd> opens</span>`}</div>
    <div class="answer"><${Grid} label="Findings" columns=${columns} rows=${rows} active=${active} onActive=${setActive} onOpen=${(/** @type {number} */ i) => go(`/findings/${encodeURIComponent(rows[i].id)}`)}
      rowClass=${(/** @type {any} */ row) => (row.level === 'critical' || row.level === 'high' ? 'failed' : '')} empty=${html`<${None} busy=${found.busy} params=${params} />`} /></div>
    ${verdict && html`<${Verdict} verdict=${verdict} ids=${[...marked]} onClose=${() => setVerdict('')} onDone=${() => (setMarked(new Set()), found.again())} />`}`
}

/** @param {import('./asking.js').Streamed} found @returns {any[]} */
const named = found => found.rows.map(row => Object.fromEntries(found.columns.map((each, i) => [each.name.toLowerCase(), row[i]])))

/** @param {boolean} may @param {Set<string>} marked @param {(id: string) => void} mark @returns {import('./grid.js').GridColumn[]} */
function columnsOf(may, marked, mark) {
  /** @type {import('./grid.js').GridColumn} */
  const box = {
    name: '', label: html`<span class="away">Marked</span>`, width: '16px',
    show: row => html`<input type="checkbox" tabindex="-1" aria-label=${`Mark ${plain(row.title ?? '', 80)}`} checked=${marked.has(row.id)} onClick=${(/** @type {Event} */ e) => e.stopPropagation()} onChange=${() => mark(row.id)} />`
  }
  return [
    ...(may ? [box] : []),
    { name: 'Level', width: '96px', show: row => html`<${Level} level=${row.level} />` },
    { name: 'Title', width: 'minmax(200px,3fr)', show: row => html`<b>${show(row.title)}</b>` },
    { name: 'Time, UTC', width: '148px', kind: 'mono', show: row => html`<span title=${`${local(parse(row.time))} here`}>${utc(parse(row.time))}</span>` },
    { name: 'Principal', width: 'minmax(160px,2fr)', show: row => html`<${Ends} text=${(row.principal ?? '').replace(/^arn:aws[\w-]*:(?:iam|sts)::\d{12}:/, '')} />` },
    { name: 'Account', width: '108px', kind: 'mono', show: row => show(row.account) },
    { name: 'Region', width: '108px', show: row => show(row.region) },
    { name: 'Events', width: '56px', kind: 'num', show: row => count(row.event_count) },
    { name: 'State', width: '108px', show: row => html`<span class=${`state ${row.state}`} title=${plain(row.reason ?? '')}>${show(row.state)}</span>` }
  ]
}

/** @param {{label: string, name: string, all: string[], on: string[]}} props */
function Toggles({ label, name, all, on }) {
  const flip = (/** @type {string} */ each) => {
    const next = all.filter(one => (one === each ? !on.includes(one) : on.includes(one)))
    change({ [name]: name === 'states' && next.join() === OPEN ? null : next.length ? next.join() : name === 'states' ? STATES.join() : null })
  }
  return html`<span class="chips" role="group" aria-label=${label}><span class="faint small">${label}</span>${all.map(each => html`<button type="button" aria-pressed=${on.includes(each)} onClick=${() => flip(each)}>${each}</button>`)}</span>`
}

/** @param {{busy: boolean, params: Record<string, string>}} props */
function None({ busy, params }) {
  const narrow = params.from || params.to || params.levels || params.rule || params.account || params.states !== STATES.join()
  return html`<div class="none"><p>${busy ? 'Reading…' : 'No finding fits.'}</p>
    ${!busy && narrow && html`<button type="button" onClick=${() => go(to('/findings', { states: STATES.join() }))}>Look at all states and times</button>`}
    ${!busy && !narrow && html`<p>Rules look at what comes in while <code>trailhouse serve</code> runs with <code>rules: [builtin]</code>. <code>trailhouse rules backtest</code> looks at what is there.</p>`}</div>`
}

const WORDS = /** @type {Record<string, string>} */ ({ acknowledged: 'Acknowledge', closed: 'Close', reopened: 'Reopen' })

/** Asks for the reason of a change.
 * @param {{verdict: string, ids: string[], onClose: () => void, onDone: () => void}} props */
export function Verdict({ verdict, ids, onClose, onDone }) {
  const word = WORDS[verdict] ?? verdict
  return html`<${Form} title=${`${word} ${ids.length === 1 ? 'this finding' : `${count(ids.length)} findings`}`} act=${word} onClose=${onClose}
    onDone=${(/** @type {any} */ fields) => ask('change', { verdict, ids, reason: fields.reason }).then(onDone, e => Promise.reject(asProblem(e)))}>
    <label>Reason<textarea name="reason" rows="3" required maxlength="2000" placeholder="who looks at it, or why it is settled"></textarea></label>
  </${Form}>`
}
