// Dashboards: those that come with the program, and one's own.
import { ask } from './api.js'
import { Busy, Trouble, asProblem, useAsk } from './asking.js'
import { DashboardForm } from './dashform.js'
import { html, useEffect, useRef, useState } from './html.js'
import { change, go, to } from './router.js'
import { Bar } from './shell.js'
import { SpanPicker, spanOf, useUsualSpan } from './span.js'
import { counted, show } from './text.js'
import { iso } from './time.js'
import { Widget } from './widget.js'

/** @param {{route: import('./router.js').Route, me: any}} props */
export function Screen({ route, me }) {
  const { data, problem, busy, again } = useAsk('dashboards', {})
  const may = me.role !== 'read'
  if (!data) {
    return html`<${Bar} title="Dashboards"><${Busy} busy=${busy} what="Reading" /></${Bar}><${Trouble} problem=${problem} again=${again} />`
  }
  const found = route.id ? data.find((/** @type {any} */ each) => each.id === route.id) : null
  if (route.params.edit && may && (found || route.id === 'new')) {
    return html`<${DashboardForm} key=${route.id} dashboard=${found} params=${route.params} me=${me} onKept=${again} />`
  }
  if (route.id && !found) {
    return html`<${Bar} title="Dashboards" /><div class="card"><p>There is no dashboard ${show(route.id, 80)}. <a href="/dashboards">All dashboards</a></p></div>`
  }
  return found ? html`<${One} key=${found.id} dashboard=${found} params=${route.params} me=${me} onDropped=${again} />` : html`<${List} list=${data} may=${may} />`
}

/** @param {string} id */
const pathOf = id => `/dashboards/${encodeURIComponent(id)}`

/** @param {{list: any[], may: boolean}} props */
function List({ list, may }) {
  const part = (/** @type {string} */ title, /** @type {any[]} */ some) => some.length > 0 && html`<h2 class="part">${title} <span class="faint">${some.length}</span></h2>
    <div class="cards dashes">${some.map(each => html`<a class="card" href=${pathOf(each.id)}><h3 class="name">${show(each.title)}</h3><p class="faint">${show(each.about ?? '', 300)}</p><p class="faint small">${counted(each.widgets.length, 'widget')}</p></a>`)}</div>`
  return html`<${Bar} title="Dashboards"><span class="right">${may && html`<a class="button" href=${to(pathOf('new'), { edit: 1 })}>New dashboard</a>`}</span></${Bar}>
    ${part('Own', list.filter(each => each.own))}${part('Of the program', list.filter(each => !each.own))}`
}

/** @type {[string, string][]} */
const EVERY = [['', 'no refresh'], ['30', 'every 30 s'], ['60', 'every minute'], ['300', 'every 5 min']]

/** @param {{dashboard: any, params: Record<string, string>, me: any, onDropped: () => void}} props */
function One({ dashboard, params, me, onDropped }) {
  const [round, setRound] = useState(0)
  const [failed, setFailed] = useState(/** @type {import('./api.js').Problem | null} */ (null))
  const every = Number(params.every) || 0
  useEffect(() => {
    const timer = every >= 5 ? setInterval(() => document.hidden || setRound(n => n + 1), every * 1000) : 0
    return () => clearInterval(timer)
  }, [every])
  const may = me.role !== 'read'
  const span = (/** @type {any} */ chosen) => change({ ...chosen, all: chosen.from || chosen.to ? null : 1 })
  const drop = () => confirm(`Delete the dashboard "${dashboard.title}"?`) && ask('drop-dashboard', { id: dashboard.id }).then(() => (onDropped(), go('/dashboards')), e => setFailed(asProblem(e)))
  return html`<${Bar} title=${html`<a href="/dashboards">Dashboards</a> <span class="faint">/</span> ${show(dashboard.title)}`}>
      <span class="right"><${SpanPicker} params=${params} me=${me} onChange=${span} />
      <select aria-label="Refresh" value=${params.every ?? ''} onChange=${(/** @type {any} */ e) => change({ every: e.currentTarget.value })}>${EVERY.map(([value, words]) => html`<option value=${value}>${words}</option>`)}</select>
      <button type="button" onClick=${() => setRound(n => n + 1)}>Refresh</button>
      ${may && html`<a class="button" href=${to(pathOf(dashboard.id), { edit: 1, from: params.from, to: params.to })}>${dashboard.own ? 'Edit' : 'Copy and edit'}</a>`}
      ${may && dashboard.own && html`<button type="button" class="danger" onClick=${drop}>Delete</button>`}</span></${Bar}>
    ${dashboard.about && html`<p class="faint">${show(dashboard.about, 500)}</p>`}
    <${Trouble} problem=${failed} />
    <${Filters} params=${params} />
    <${Widgets} dashboard=${dashboard} params=${params} me=${me} round=${round} onSpan=${span} />`
}

/** Accounts, Regions and a principal, which hold for every widget.
 * @param {{params: Record<string, string>}} props */
function Filters({ params }) {
  const form = useRef(/** @type {HTMLFormElement | null} */ (null))
  useEffect(() => {
    for (const name of ['accounts', 'regions', 'principal']) {
      const input = form.current?.elements.namedItem(name)
      if (input instanceof HTMLInputElement) {
        input.value = params[name] ?? ''
      }
    }
  }, [params.accounts, params.regions, params.principal])
  const submit = (/** @type {Event} */ e) => {
    e.preventDefault()
    const data = new FormData(/** @type {HTMLFormElement} */ (form.current))
    const text = (/** @type {string} */ name) => String(data.get(name) ?? '').trim() || null
    change({ accounts: text('accounts'), regions: text('regions'), principal: text('principal') })
  }
  return html`<form class="dashfilters" ref=${form} onSubmit=${submit} onChange=${submit}>
    <input name="accounts" aria-label="Accounts" placeholder="all accounts" spellcheck="false" /><input name="regions" aria-label="Regions" placeholder="all Regions" spellcheck="false" /><input name="principal" aria-label="Principal" placeholder="all principals" spellcheck="false" /><button>Filter</button></form>`
}

/** @param {string | undefined} text */
const list = text => (text ?? '').split(/[\s,]+/).filter(each => each)

/** The widgets of a dashboard in their grid.
 * @param {{dashboard: any, params: Record<string, string>, me: any, round: number, onSpan: (span: {from: string|null, to: string|null}) => void}} props */
export function Widgets({ dashboard, params, me, round, onSpan }) {
  const ready = useUsualSpan(params, me)
  const { from, to: until } = spanOf(params, me.span)
  const asked = { from, to: until, accounts: list(params.accounts), regions: list(params.regions), principal: params.principal ?? null }
  return html`<div class="widgets">${ready && dashboard.widgets.map((/** @type {any} */ each) => html`<${Widget} key=${each.id} dashboard=${dashboard.id} widget=${each} asked=${asked} round=${round}
    onSpan=${(/** @type {number} */ a, /** @type {number} */ b) => onSpan({ from: iso(a), to: iso(b) })} />`)}</div>`
}
