// The form in which a dashboard is written.
import { ask } from './api.js'
import { Trouble, asProblem, useAsk } from './asking.js'
import { html, useState } from './html.js'
import { Preview } from './preview.js'
import { go } from './router.js'
import { Bar } from './shell.js'
import { spanOf, useUsualSpan } from './span.js'
import { KINDS } from './widget.js'

/** @typedef {{id: string, title: string, chart: string, sql: string, label: string|null, value: string|null, series: string|null}} Draft */

const SQL = "SELECT eventName, count(*) AS n\nFROM events\nWHERE eventTime > '$StartTime$' AND eventTime < '$EndTime$'\nGROUP BY eventName\nORDER BY n DESC\nLIMIT 10"

/** An id that no other widget of the dashboard has.
 * @param {Draft[]} drafts */
function freshId(drafts) {
  let n = drafts.length + 1
  while (drafts.some(each => each.id === `w${n}`)) {
    n++
  }
  return `w${n}`
}

/** @param {{dashboard: any, params: Record<string, string>, me: any, onKept: () => void}} props dashboard null for a new one */
export function DashboardForm({ dashboard, params, me, onKept }) {
  useUsualSpan(params, me)
  const names = useAsk('names', {})
  const copied = dashboard && !dashboard.own
  const [title, setTitle] = useState(dashboard ? (copied ? `${dashboard.title}, copy` : dashboard.title) : '')
  const [about, setAbout] = useState(dashboard?.about ?? '')
  const [widgets, setWidgets] = useState(/** @type {Draft[]} */ (dashboard?.widgets ?? [{ id: 'w1', title: 'Top calls', chart: 'bar', sql: SQL, label: 'eventName', value: 'n', series: null }]))
  const [problem, setProblem] = useState(/** @type {import('./api.js').Problem | null} */ (null))
  const put = (/** @type {number} */ i, /** @type {Partial<Draft>} */ part) => setWidgets(all => all.map((each, j) => (i === j ? { ...each, ...part } : each)))
  const shift = (/** @type {number} */ i, /** @type {number} */ by) => setWidgets(all => {
    const next = [...all]
    const [one] = next.splice(i, 1)
    next.splice(i + by, 0, one)
    return next
  })
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault()
    try {
      const { id } = await ask('keep-dashboard', { id: copied || !dashboard ? null : dashboard.id, title, about, widgets })
      onKept()
      go(`/dashboards/${encodeURIComponent(id)}`)
    } catch (e) {
      setProblem(asProblem(e))
    }
  }
  return html`<form onSubmit=${submit}><${Bar} title=${dashboard && !copied ? 'Edit dashboard' : 'New dashboard'}><span class="right"><button type="button" onClick=${() => go(dashboard ? `/dashboards/${encodeURIComponent(dashboard.id)}` : '/dashboards')}>Cancel</button><button class="primary">Keep</button></span></${Bar}>
    <${Trouble} problem=${problem} />
    <div class="card stack"><label>Title<input value=${title} required maxlength="200" onInput=${(/** @type {any} */ e) => setTitle(e.currentTarget.value)} /></label>
      <label>What it is about<input value=${about} maxlength="500" onInput=${(/** @type {any} */ e) => setAbout(e.currentTarget.value)} /></label>
      <p class="faint small"><code>'$StartTime$'</code>, <code>'$EndTime$'</code> and <code>'$Period$'</code> in a statement stand for the span that is looked at; accounts, Regions and principal are put in by themselves.</p></div>
    ${widgets.map((each, i) => html`<${Part} key=${each.id} draft=${each} names=${names.data} span=${spanOf(params, me.span)} place=${i} last=${i === widgets.length - 1} put=${(/** @type {Partial<Draft>} */ part) => put(i, part)} shift=${(/** @type {number} */ by) => shift(i, by)} drop=${() => setWidgets(all => all.filter((_, j) => j !== i))} />`)}
    <p class="note"><button type="button" onClick=${() => setWidgets(all => [...all, { id: freshId(all), title: '', chart: 'bar', sql: SQL, label: null, value: null, series: null }])}>Add a widget</button></p></form>`
}

/** @param {{draft: Draft, names: any, span: ReturnType<typeof spanOf>, place: number, last: boolean, put: (part: Partial<Draft>) => void, shift: (by: number) => void, drop: () => void}} props */
function Part({ draft, names, span, place, last, put, shift, drop }) {
  const column = (/** @type {'label'|'value'|'series'} */ name, /** @type {string} */ words) => html`<label>${words}<input value=${draft[name] ?? ''} placeholder="chosen by itself" onInput=${(/** @type {any} */ e) => put({ [name]: e.currentTarget.value || null })} /></label>`
  return html`<fieldset class="card stack"><legend class="away">Widget ${place + 1}</legend>
    <div class="formline"><label>Title<input value=${draft.title} required maxlength="200" onInput=${(/** @type {any} */ e) => put({ title: e.currentTarget.value })} /></label>
      <label>Chart<select value=${draft.chart} onChange=${(/** @type {any} */ e) => put({ chart: e.currentTarget.value })}>${KINDS.map(each => html`<option value=${each}>${each}</option>`)}</select></label>
      ${column('label', 'Label or time column')}${column('value', 'Value column')}${column('series', 'Series column')}</div>
    <${Preview} draft=${draft} names=${names} span=${span} put=${put} />
    <p class="formline"><button type="button" disabled=${place === 0} onClick=${() => shift(-1)}>Up</button><button type="button" disabled=${last} onClick=${() => shift(1)}>Down</button><button type="button" class="danger" onClick=${drop}>Remove</button></p></fieldset>`
}
