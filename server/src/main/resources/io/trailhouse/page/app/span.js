// The span of time that a screen looks at. It stands in the address in absolute UTC; presets count
// back from now, and from the table's own end: old evidence has no "last hour".
import { html, useEffect, useRef, useState } from './html.js'
import { change } from './router.js'
import { DAY, HOUR, iso, length, local, minute, nowOf, parse, utc } from './time.js'

/** @typedef {{from: number, to: number}} Span */

/** @type {[string, number][]} */
const PRESETS = [['1 h', HOUR], ['6 h', 6 * HOUR], ['24 h', DAY], ['3 d', 3 * DAY], ['7 d', 7 * DAY], ['30 d', 30 * DAY], ['90 d', 90 * DAY]]

/** The span of an address; what it leaves open is the table's own.
 * @param {Record<string, string>} params @param {{from: string, to: string} | null} table @returns {{from: string | null, to: string | null, shown: Span}} */
export function spanOf(params, table) {
  const own = { from: parse(table?.from), to: parse(table?.to) }
  const from = parse(params.from)
  const to = parse(params.to)
  return {
    from: Number.isFinite(from) ? iso(from) : null,
    to: Number.isFinite(to) ? iso(to) : null,
    shown: { from: Number.isFinite(from) ? from : own.from, to: Number.isFinite(to) ? to : own.to }
  }
}

/** Where a screen begins that names no span: all of a small table, the last week of a long one.
 * @param {{from: string, to: string} | null} table */
function usual(table) {
  const from = parse(table?.from)
  const to = parse(table?.to)
  return to - from > 40 * DAY ? { from: iso(to - 7 * DAY), to: iso(to) } : { from: null, to: null }
}

/** An address without a span gets the usual one, so that what is copied shows the same.
 * @param {Record<string, string>} params @param {any} me */
export function useUsualSpan(params, me) {
  const { from, to: until } = usual(me.span)
  const open = !params.from && !params.to && !params.all && !!from
  useEffect(() => {
    if (open) {
      change({ from, to: until }, { replace: true })
    }
  }, [open])
  return !open
}

/** @param {{params: Record<string, string>, me: any, onChange: (span: {from: string | null, to: string | null}) => void}} props */
export function SpanPicker({ params, me, onChange }) {
  const [open, setOpen] = useState(false)
  const box = useRef(/** @type {HTMLDivElement | null} */ (null))
  const { from, to, shown } = spanOf(params, me.span)
  useEffect(() => {
    if (!open) {
      return undefined
    }
    const away = (/** @type {Event} */ e) => box.current?.contains(/** @type {Node} */ (e.target)) || setOpen(false)
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [open])
  const pick = (/** @type {number | null} */ a, /** @type {number | null} */ b) => {
    setOpen(false)
    onChange({ from: a === null ? null : iso(a), to: b === null ? null : iso(b) })
  }
  const long = shown.to - shown.from
  const label = !from && !to ? 'All times' : `${minute(shown.from)} – ${minute(shown.to)}`
  return html`<div class="span" ref=${box} onKeyDown=${(/** @type {KeyboardEvent} */ e) => e.key === 'Escape' && open && (e.stopPropagation(), e.preventDefault(), setOpen(false))}>
    <button type="button" class="icon" aria-label="Earlier" title="Earlier" disabled=${!(long > 0)} onClick=${() => pick(shown.from - long, shown.from)}>‹</button>
    <button type="button" class="spanlabel" aria-expanded=${open} aria-haspopup="dialog" onClick=${() => setOpen(!open)}
      title=${`${local(shown.from)} – ${local(shown.to)}, here`}>
      <span>${label}</span><small>${!from && !to ? `${minute(shown.from).slice(0, 10)} – ${minute(shown.to).slice(0, 10)}` : `UTC · ${length(long)}`}</small>
    </button>
    <button type="button" class="icon" aria-label="Later" title="Later" disabled=${!(long > 0)} onClick=${() => pick(shown.to, shown.to + long)}>›</button>
    <button type="button" class="icon" aria-label="Twice as long" title="Twice as long" disabled=${!(long > 0)} onClick=${() => pick(shown.from - long / 2, shown.to + long / 2)}>−</button>
    ${open && html`<${Choice} me=${me} shown=${shown} pick=${pick} />`}
  </div>`
}

/** A text, not the browser's own field for times: that one speaks of local time and of AM and PM. */
export const TIME = '\\s*\\d{4}-\\d\\d-\\d\\d([ T]\\d\\d:\\d\\d(:\\d\\d)?)?Z?\\s*'

/** @param {{me: any, shown: Span, pick: (from: number | null, to: number | null) => void}} props */
function Choice({ me, shown, pick }) {
  const now = nowOf(me)
  const end = parse(me.span?.to)
  const first = useRef(/** @type {HTMLButtonElement | null} */ (null))
  useEffect(() => first.current?.focus(), [])
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault()
    const data = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget))
    const at = (/** @type {string} */ name) => parse(String(data.get(name) ?? '').trim())
    pick(Number.isFinite(at('from')) ? at('from') : null, Number.isFinite(at('to')) ? at('to') : null)
  }
  return html`<div class="popover" role="dialog" aria-label="Span of time">
    <h3>Last of the table</h3>
    <div class="presets">
      <button type="button" ref=${first} onClick=${() => pick(null, null)}>All</button>
      ${Number.isFinite(end) && PRESETS.map(([name, long]) => html`<button type="button" onClick=${() => pick(end - long, end)}>${name}</button>`)}
    </div>
    <h3>Until now</h3>
    <div class="presets">${PRESETS.map(([name, long]) => html`<button type="button" onClick=${() => pick(now - long, now)}>${name}</button>`)}</div>
    <form class="stack" onSubmit=${submit}>
      <label>From, UTC<input name="from" class="mono" pattern=${TIME} placeholder="2026-05-04 10:00" title="A time such as 2026-05-04 10:00, in UTC" defaultValue=${utc(shown.from)} /></label>
      <label>Until, UTC (not included)<input name="to" class="mono" pattern=${TIME} placeholder="open" title="A time such as 2026-05-04 10:00, in UTC" defaultValue=${utc(shown.to)} /></label>
      <p class="faint small">Here: ${local(shown.from)} – ${local(shown.to)}</p>
      <button class="primary">Apply</button>
    </form>
  </div>`
}
