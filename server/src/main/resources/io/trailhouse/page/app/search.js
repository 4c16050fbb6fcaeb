// Search: one box, and beside it everything that narrows or widens what was found.
import { ask, download } from './api.js'
import { Busy, Trouble, asProblem, useAsk, useStream } from './asking.js'
import { CoverLine } from './coverline.js'
import { Form } from './dialog.js'
import { EventView } from './eventview.js'
import { Facets } from './facets.js'
import { Grid } from './grid.js'
import { Histogram } from './histogram.js'
import { html, useEffect, useMemo, useRef, useState } from './html.js'
import { useKeys } from './keys.js'
import { change, eventPath, go, to } from './router.js'
import { SpanPicker, spanOf, useUsualSpan } from './span.js'
import { split, toggle } from './terms.js'
import { Ends, copy, count, plain, show } from './text.js'
import { iso, local, parse, utc } from './time.js'

const FEW = 2_000
const MANY = 100_000
const BUCKETS = 120

/** @param {{route: import('./router.js').Route, me: any}} props */
export function Screen({ route, me }) {
  const { params } = route
  const q = params.q ?? ''
  const { from, to: until } = spanOf(params, me.span)
  const limit = params.limit === String(MANY) ? MANY : FEW
  const ready = useUsualSpan(params, me)
  const asked = ready ? { q, from, to: until } : null
  const found = useStream('search', asked && { ...asked, limit })
  const summary = useAsk('summary', asked && { ...asked, buckets: BUCKETS })
  const [account, region] = [only(q, 'account'), only(q, 'region')]
  const coverage = useAsk('coverage', ready ? { from, to: until, account, region } : null)
  const search = (/** @type {string} */ text) => change({ q: text, event: null })
  const span = (/** @type {{from: string|null, to: string|null}} */ chosen) => change({ ...chosen, all: chosen.from || chosen.to ? null : 1, event: null })
  return html`<div class="search"><h1 class="away">Search</h1>
    <${Box} q=${q} onSearch=${search} busy=${found.busy || summary.busy}>
      <${SpanPicker} params=${params} me=${me} onChange=${span} />
    </${Box}>
    <${Trouble} problem=${summary.problem?.trouble.problem === found.problem?.trouble.problem ? null : summary.problem} again=${summary.again} />
    <${Trouble} problem=${found.problem} again=${found.again} />
    <${Histogram} summary=${summary.data} coverage=${coverage.data} onSpan=${(/** @type {number} */ a, /** @type {number} */ b) => span({ from: iso(a), to: iso(b) })} />
    <${CoverLine} coverage=${coverage.data} problem=${coverage.problem} from=${from} to=${until} account=${account} region=${region} />
    <${Found} params=${params} me=${me} q=${q} span=${{ from, to: until }} found=${found} total=${summary.data?.total} facets=${summary.data?.facets}
      search=${search} widen=${from || until ? () => span({ from: null, to: null }) : null} />
  </div>`
}

/** The one value that a search holds a field to.
 * @param {string} q @param {string} field */
function only(q, field) {
  const values = split(q).filter(each => each.startsWith(`${field}:`)).map(each => each.slice(field.length + 1))
  return values.length === 1 && !/[*"]/.test(values[0]) ? values[0] : null
}

/** @param {{q: string, onSearch: (text: string) => void, busy: boolean, children?: any}} props */
function Box({ q, onSearch, busy, children }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null))
  useEffect(() => {
    if (input.current) {
      input.current.value = q
    }
  }, [q])
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault()
    onSearch(input.current?.value.trim() ?? '')
  }
  const leave = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape' || event.key === 'ArrowDown') {
      event.preventDefault()
      event.stopPropagation()
      focusGrid()
    }
  }
  return html`<form class="box" role="search" onSubmit=${submit}>
    <div class="field"><input ref=${input} type="search" data-box aria-label="Search events" defaultValue=${q} spellcheck="false" autocomplete="off" autocapitalize="none"
      placeholder=${'words, call:PutObject, -region:us-east-1, address:10.0.0.0/8, "two words"'} onKeyDown=${leave} />
      <kbd aria-hidden="true">/</kbd></div>
    <button class="primary">Search</button>
    ${children}
    <${Busy} busy=${busy} what="Searching" />
  </form>`
}

function focusGrid() {
  const grid = document.querySelector('.grid')
  if (grid instanceof HTMLElement) {
    grid.focus()
  }
}

/** @param {any} row */
const rowClass = row => (row.error ? 'failed' : row.readonly === false ? 'write' : '')

/** @type {import('./grid.js').GridColumn[]} */
const COLUMNS = [
  { name: 'Time, UTC', width: '148px', kind: 'mono', show: row => html`<span title=${`${local(parse(row.time))} here`}>${utc(parse(row.time))}</span>` },
  { name: 'Call', width: 'minmax(150px,1.3fr)', show: row => html`<span class="faint">${show(row.service?.replace(/\.amazonaws\.com$/, ''))}</span> <b>${show(row.call)}</b>` },
  { name: 'Who', width: 'minmax(160px,2fr)', show: row => html`<span title=${plain(row.who ?? '')}><${Ends} text=${whoShort(row.who)} /></span>` },
  { name: 'Address', width: 'minmax(100px,1fr)', kind: 'mono', show: row => show(row.address) },
  { name: 'Account', width: '108px', kind: 'mono', show: row => show(row.account) },
  { name: 'Region', width: '112px', show: row => show(row.region) },
  { name: 'Error', width: 'minmax(90px,1fr)', kind: 'error', show: row => show(row.error) }
]

/** The part of an ARN behind its account says who; the account has a column of its own.
 * @param {string | null} who */
const whoShort = who => (who ?? '').replace(/^arn:aws[\w-]*:(?:iam|sts)::\d{12}:/, '')

/** @param {any} props */
function Found({ params, me, q, span, found, total, facets, search, widen }) {
  const [active, setActive] = useState(-1)
  const rows = useNamed(found)
  const opened = params.event ?? ''
  const index = opened ? rows.findIndex((/** @type {any} */ row) => row.id === opened) : -1
  useEffect(() => {
    if (index >= 0) {
      setActive(index)
    }
  }, [index])
  useEffect(() => setActive(-1), [q, span.from, span.to])
  const open = (/** @type {number} */ i) => rows[i]?.id && change({ event: rows[i].id }, { replace: !!opened })
  const close = () => {
    if (opened) {
      change({ event: null })
      focusGrid()
    }
  }
  const move = (/** @type {number} */ i) => {
    setActive(i)
    if (opened) {
      open(i)
    }
  }
  useKeys({ o: close, Escape: close })
  const filter = (/** @type {string} */ added) => search(toggle(q, added))
  const none = html`<div class="none"><p>${found.problem ? 'No answer.' : found.busy ? 'Looking…' : 'No event fits.'}</p>${!found.busy && !found.problem && widen && html`<button type="button" onClick=${widen}>Look at all times</button>`}</div>`
  return html`<${Tools} q=${q} span=${span} me=${me} found=${found} total=${total} rows=${rows.length} limit=${params.limit} />
  <div class=${`found${opened ? ' split' : ''}`}>
    <${Facets} facets=${facets} q=${q} onFilter=${filter} />
    <${Grid} label="Events found, newest first" columns=${COLUMNS} rows=${rows} active=${active} onActive=${move} onOpen=${open} rowClass=${rowClass} empty=${none} />
    ${opened && html`<aside class="panel" aria-label="Event">
      <div class="panelbar"><a href=${eventPath(opened)}>Open in full</a><button type="button" class="icon" aria-label="Close" title="Close (o)" onClick=${close}>✕</button></div>
      <${EventView} id=${opened} onFilter=${filter} compact />
    </aside>`}
  </div>`
}

/** Rows by the names of their columns; what has been named already is kept.
 * @param {import('./asking.js').Streamed} found */
function useNamed(found) {
  const kept = useRef({ of: found.rows, rows: /** @type {any[]} */ ([]) })
  if (kept.current.of !== found.rows) {
    kept.current = { of: found.rows, rows: [] }
  }
  const { rows } = kept.current
  const names = useMemo(() => found.columns.map(each => each.name), [found.columns])
  for (let i = rows.length; i < found.rows.length; i++) {
    rows.push(Object.fromEntries(names.map((name, j) => [name, found.rows[i][j]])))
  }
  return rows
}

/** @param {any} props */
function Tools({ q, span, me, found, total, rows, limit }) {
  const [saving, setSaving] = useState(false)
  const [said, setSaid] = useState('')
  const tell = (/** @type {string} */ text) => (setSaid(text), setTimeout(() => setSaid(''), 4000))
  const trying = (/** @type {Promise<unknown>} */ work, /** @type {string} */ done) => work.then(() => tell(done), e => tell(asProblem(e).message))
  const asSql = async () => go(to('/sql', { sql: (await ask('statement', { q, ...span, limit: Number(limit) || FEW })).sql }))
  const more = found.end?.more && !limit
  return html`<div class="tools">
    <p class="sum" role="status" aria-live="polite">
      <b>${count(total)}</b> ${total === 1 ? 'event' : 'events'}${total > rows && rows > 0 && html`<span class="faint">, the newest ${count(rows)} shown</span>`}
      ${found.end && html`<span class="faint"> · ${count(found.end.millis)} ms</span>`}
    </p>
    ${found.busy && html`<button type="button" onClick=${found.stop}>Stop</button>`}
    ${more && html`<button type="button" onClick=${() => change({ limit: MANY })}>Show ${count(MANY)}</button>`}
    <span class="said" role="status">${said}</span>
    <span class="right">
      <button type="button" onClick=${() => trying(asSql(), '')}>Show as SQL</button>
      <${Download} body=${{ q, ...span }} onProblem=${tell} />
      ${me.role !== 'read' && html`<button type="button" onClick=${() => setSaving(true)}>Save</button>`}
      <button type="button" onClick=${() => trying(copy(location.href), 'Link copied')}>Copy link</button>
    </span>
    ${saving && html`<${Form} title="Save this search" act="Save" onClose=${() => setSaving(false)}
      onDone=${(/** @type {any} */ fields) => ask('save', { title: fields.title, kind: 'search', text: q }).then(() => tell('Saved'))}>
      <label>Title<input name="title" required maxlength="200" /></label>
      <p class="faint mono">${show(q || 'all events')}</p>
      <p class="faint small">A saved search keeps its words. The span of time is chosen when it is opened.</p>
    </${Form}>`}
  </div>`
}

/** All rows as a file, however few are shown.
 * @param {{body: object, onProblem: (text: string) => void}} props */
export function Download({ body, onProblem }) {
  const [format, setFormat] = useState('csv')
  const start = () => download({ ...body, format }).then(() => onProblem('The download begins'), e => onProblem(asProblem(e).message))
  return html`<span class="pair"><button type="button" onClick=${start} title="All rows, also those not shown">Download</button><select aria-label="Format of the download" value=${format}
    onChange=${(/** @type {any} */ e) => setFormat(e.currentTarget.value)}><option value="csv">CSV</option><option value="json">JSON</option><option value="parquet">Parquet</option></select></span>`
}
