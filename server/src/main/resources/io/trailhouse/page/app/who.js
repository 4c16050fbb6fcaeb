// Who: what a principal did, session by session, from which roles it went into which.
import { Busy, Trouble, useAsk } from './asking.js'
import { Grid } from './grid.js'
import { html, useEffect, useMemo, useRef, useState } from './html.js'
import { Lanes } from './lanes.js'
import { change, eventPath, go, to } from './router.js'
import { Bar } from './shell.js'
import { SpanPicker, spanOf, useUsualSpan } from './span.js'
import { counted, count, show } from './text.js'
import { iso, local, parse, utc } from './time.js'

const LIMIT = 5_000

/** @param {{route: import('./router.js').Route, me: any}} props */
export function Screen({ route, me }) {
  const { params } = route
  const ready = useUsualSpan(params, me)
  const { from, to: until } = spanOf(params, me.span)
  const name = params.name ?? ''
  const { data, problem, busy, again } = useAsk('who', ready && name ? { name, from, to: until, limit: LIMIT } : null)
  const span = (/** @type {any} */ chosen) => change({ ...chosen, all: chosen.from || chosen.to ? null : 1 })
  return html`<${Bar} title="Who"><${Name} name=${name} /><${Busy} busy=${busy} what="Reading" /><span class="right"><${SpanPicker} params=${params} me=${me} onChange=${span} /></span></${Bar}>
    <${Trouble} problem=${problem} again=${again} />
    ${!name && ready && html`<${Nobody} from=${from} until=${until} />`}
    ${name && data && html`<${Story} data=${data} params=${params} me=${me} onSpan=${(/** @type {number} */ a, /** @type {number} */ b) => span({ from: iso(a), to: iso(b) })} />`}`
}

/** @param {{name: string}} props */
function Name({ name }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null))
  useEffect(() => {
    if (input.current) {
      input.current.value = name
    }
  }, [name])
  const submit = (/** @type {Event} */ e) => (e.preventDefault(), change({ name: input.current?.value.trim(), session: null }))
  return html`<form class="whobox" role="search" onSubmit=${submit}><input ref=${input} type="search" data-box aria-label="A principal: ARN, user, role or session" placeholder="ARN, user, role, session or access key" defaultValue=${name} spellcheck="false" autocomplete="off" /><button>Show</button></form>`
}

/** Those who did most, to begin with.
 * @param {{from: string|null, until: string|null}} props */
function Nobody({ from, until }) {
  const { data, problem, busy } = useAsk('summary', { q: '', from, to: until, buckets: 1 })
  /** @type {[any, number][]} */
  const list = (data?.facets?.principal ?? []).filter((/** @type {any[]} */ each) => each[0])
  return html`<section class="card nobody"><h2>Whose timeline?</h2><p class="faint">Name a principal above, or follow “timeline” from an event. Those with most events in this span:</p>
    <${Trouble} problem=${problem} /><${Busy} busy=${busy} what="Counting" />
    <ul class="list">${list.map(([who, n]) => html`<li><a href=${to('/who', { name: who, from, to: until, all: from || until ? null : 1 })}><bdi class="val">${show(who)}</bdi> <span class="faint">${counted(n, 'event')}</span></a></li>`)}</ul></section>`
}

/** @param {{data: any, params: Record<string, string>, me: any, onSpan: (from: number, to: number) => void}} props */
function Story({ data, params, me, onSpan }) {
  const [active, setActive] = useState(-1)
  const session = params.session ?? ''
  const labels = useMemo(() => new Map(data.sessions.map((/** @type {any} */ each) => [each.key, each.label])), [data])
  const rows = useMemo(() => {
    const all = session ? data.moments.filter((/** @type {any} */ each) => each.session === session) : data.moments
    return [...all].sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
  }, [data, session])
  const columns = useMemo(() => columnsOf(labels), [labels])
  const shown = useShown(params, me, data)
  if (!data.sessions.length) {
    return html`<p class="none card">${show(data.name)} did nothing in this span. Look at a longer one, or search for the name: <a href=${to('/search', { q: `"${data.name}"` })}>search</a></p>`
  }
  const errors = data.sessions.reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + each.errors, 0)
  const events = data.sessions.reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + each.events, 0)
  return html`<p class="sum" role="status"><b>${count(events)}</b> events in <b>${counted(data.sessions.length, 'session')}</b>, ${counted(errors, 'error')}, ${counted(data.links.length, 'role')} assumed${data.findings.length > 0 && html`, <b class="bad">${counted(data.findings.length, 'finding')}</b>`}${data.more && html` <span class="tag warn">more events than are shown: choose a shorter span</span>`}</p>
    <${Lanes} data=${data} shown=${shown} session=${session} onSpan=${onSpan} onSession=${(/** @type {string} */ key) => change({ session: key === session ? null : key })} />
    <div class="tools"><p class="sum"><b>${count(rows.length)}</b> moments${session && html` of <span class="mono">${show(labels.get(session) ?? session, 80)}</span> <button type="button" onClick=${() => change({ session: null })}>all sessions</button>`}</p></div>
    <div class="answer"><${Grid} label="What was done, newest first" columns=${columns} rows=${rows} active=${active} onActive=${setActive} onOpen=${(/** @type {number} */ i) => go(eventPath(rows[i].id))}
      rowClass=${(/** @type {any} */ row) => (row.error ? 'failed' : row.readonly === false ? 'write' : '')} empty=${html`<div class="none">Nothing.</div>`} /></div>`
}

/** From when to when the lanes go: the span that was asked for, or that of what there is.
 * @param {Record<string, string>} params @param {any} me @param {any} data */
function useShown(params, me, data) {
  return useMemo(() => {
    const { from, to: until, shown } = spanOf(params, me.span)
    const times = data.moments.map((/** @type {any} */ each) => parse(each.time)).sort((/** @type {number} */ a, /** @type {number} */ b) => a - b)
    const first = from ? shown.from : (times[0] ?? shown.from)
    const last = until ? shown.to : (times.at(-1) ?? shown.to)
    const edge = from && until ? 0 : Math.max(60_000, (last - first) * 0.02)
    return { from: first - edge, to: last + edge }
  }, [params.from, params.to, data])
}

/** @param {Map<any, any>} labels @returns {import('./grid.js').GridColumn[]} */
const columnsOf = labels => [
  { name: 'Time, UTC', width: '148px', kind: 'mono', show: row => html`<span title=${`${local(parse(row.time))} here`}>${utc(parse(row.time))}</span>` },
  { name: 'Call', width: 'minmax(170px,1.5fr)', show: row => html`<b>${show(row.event)}</b>` },
  { name: 'Session', width: 'minmax(120px,1.5fr)', show: row => html`<bdi>${show(labels.get(row.session) ?? row.session)}</bdi>` },
  { name: 'Account', width: '108px', kind: 'mono', show: row => show(row.account) },
  { name: 'Region', width: '112px', show: row => show(row.region) },
  { name: 'Address', width: 'minmax(100px,1fr)', kind: 'mono', show: row => show(row.address) },
  { name: 'Error', width: 'minmax(90px,1fr)', kind: 'error', show: row => show(row.error) }
]
