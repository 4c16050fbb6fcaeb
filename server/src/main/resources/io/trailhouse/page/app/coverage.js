// Coverage: for each account, Region and hour what is known to be there.
import { Busy, Trouble, useAsk } from './asking.js'
import { CoverLine } from './coverline.js'
import { HeatMap } from './heatmap.js'
import { html, useMemo } from './html.js'
import { change, go, to } from './router.js'
import { Bar } from './shell.js'
import { SpanPicker, spanOf } from './span.js'
import { STATES } from './states.js'
import { count, show } from './text.js'
import { DAY, HOUR, iso, length, minute, parse } from './time.js'

/** @param {{route: import('./router.js').Route, me: any}} props */
export function Screen({ route, me }) {
  const { params } = route
  const { from, to: until } = spanOf(params, null)
  const { data, problem, busy, again } = useAsk('coverage', { from, to: until, account: params.account ?? null, region: params.region ?? null })
  const all = useAsk('coverage', params.account || params.region ? { from, to: until, account: null, region: null } : null)
  const rows = (all.data ?? data)?.rows ?? []
  const values = (/** @type {string} */ name) => [...new Set(rows.map((/** @type {any} */ row) => row[name]))].sort()
  const span = (/** @type {any} */ chosen) => change(chosen)
  const hour = (/** @type {any} */ row, /** @type {number} */ at) => go(to('/search', { q: `account:${row.account} region:${row.region}`, from: iso(at), to: iso(at + HOUR) }))
  return html`<${Bar} title="Coverage"><${Busy} busy=${busy} what="Reading" />
      <span class="right"><${Select} name="account" all="all accounts" values=${values('account')} value=${params.account} /><${Select} name="region" all="all Regions" values=${values('region')} value=${params.region} />
      <${SpanPicker} params=${params} me=${me} onChange=${span} /></span></${Bar}>
    <${Trouble} problem=${problem} again=${again} />
    ${data && html`<${CoverLine} coverage=${data} from=${from} to=${until} />
      ${data.remark && html`<p class="tag warn">${show(data.remark, 1000)}</p>`}
      ${data.rows.length > 0 ? html`<${HeatMap} data=${data} onHour=${hour} onSpan=${(/** @type {number} */ a, /** @type {number} */ b) => span({ from: iso(a), to: iso(b) })} /><${Legend} />`
        : html`<p class="none card">Nothing is known of this span: no log file of a trail, no digest. Import log files with their digests, or look at another span.</p>`}
      <${Gaps} list=${data.gaps} />`}`
}

/** @param {{name: string, all: string, values: any[], value: string | undefined}} props */
function Select({ name, all, values, value }) {
  const list = value && !values.includes(value) ? [value, ...values] : values
  return html`<select aria-label=${all} value=${value ?? ''} onChange=${(/** @type {any} */ e) => change({ [name]: e.currentTarget.value })}><option value="">${all}</option>${list.map(each => html`<option value=${each}>${show(each, 60)}</option>`)}</select>`
}

function Legend() {
  return html`<ul class="legend states">${Object.entries(STATES).map(([, state]) => html`<li><i class=${`dot st-${state.name.split(' ')[0]}`}></i><b>${state.name}</b> <span class="faint">${state.says}</span></li>`)}</ul>`
}

/** @param {{list: any[]}} props */
function Gaps({ list }) {
  const places = useMemo(() => [...list].sort((a, b) => parse(b.from) - parse(a.from)), [list])
  return html`<h2 class="part">Gaps <span class="faint">${count(list.length)}</span></h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Gaps"><table class="plain"><thead><tr><th scope="col">From, UTC</th><th scope="col">Until, UTC</th><th scope="col">Long</th><th scope="col">Account</th><th scope="col">Region</th><th scope="col">State</th><th scope="col">Why</th></tr></thead>
    <tbody>${places.map(each => {
      const [from, until] = [parse(each.from), parse(each.to)]
      return html`<tr><td class="mono nowrap"><a href=${to('/coverage', { account: each.account, region: each.region, from: iso(from - DAY), to: iso(until + DAY) })}>${minute(from)}</a></td><td class="mono nowrap">${minute(until)}</td><td class="nowrap">${length(until - from)}</td>
        <td class="mono">${show(each.account)}</td><td class="nowrap">${show(each.region)}</td><td><span class="tag bad">${show(each.state)}</span></td><td>${show(each.why, 1000)}</td></tr>`
    })}${!list.length && html`<tr><td colspan="7" class="faint">No gap is known in this span.</td></tr>`}</tbody></table></div>
    ${list.length > 0 && html`<p class="faint small note">What CloudTrail still has of the last 90 days comes back with <code>trailhouse backfill --gaps</code>.</p>`}`
}
