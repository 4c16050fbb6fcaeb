// Charts of an answer: a number, lines over time, bars, a heatmap. Every label leads on.
import { Cell, isNumber, linkOf } from './cells.js'
import { html, useMemo } from './html.js'
import { Plot } from './plot.js'
import { shapeOf } from './shape.js'
import { asText, brief, count, plain, show } from './text.js'
import { SERIES } from './theme.js'
import { parse, utc } from './time.js'

/** @typedef {import('./api.js').Column} Column */
/** @typedef {{columns: Column[], rows: any[][], by: {label?: string|null, value?: string|null, series?: string|null}, span: import('./cells.js').Span,
 *   title: string, height?: number, onSpan?: (from: number, to: number) => void}} ChartProps */

/** @param {ChartProps & {kind: string}} props */
export function Chart(props) {
  const { kind, rows, columns } = props
  if (!rows.length) {
    return html`<p class="none">Nothing in this span.</p>`
  }
  if (kind === 'number') {
    return html`<${Numbers} columns=${columns} rows=${rows} />`
  }
  if (kind === 'line') {
    return html`<${Lines} ...${props} />`
  }
  if (kind === 'bar') {
    return html`<${Bars} ...${props} />`
  }
  return kind === 'heatmap' ? html`<${Heat} ...${props} />` : html`<${Table} ...${props} />`
}

/** @param {{columns: Column[], rows: any[][]}} props */
function Numbers({ columns, rows }) {
  return html`<dl class="numbers">${columns.map((column, i) => html`<div><dd>${typeof rows[0][i] === 'number' ? count(rows[0][i]) : show(rows[0][i])}</dd><dt>${show(column.name)}</dt></div>`)}</dl>`
}

/** @param {ChartProps} props */
function Lines({ columns, rows, by, title, height = 180, onSpan }) {
  const { data, names } = useMemo(() => lines(columns, rows, shapeOf(columns, rows, by, 'line')), [columns, rows, JSON.stringify(by)])
  const series = names.map((name, i) => ({ label: name, colour: SERIES[i % SERIES.length] }))
  if (data[0].length < 1) {
    return html`<p class="none">No column holds times: a line needs one.</p>`
  }
  const say = (/** @type {number} */ at) => `${utc((data[0][at] ?? 0) * 1000)}: ${names.map((name, i) => `${plain(name, 40)} ${count(data[i + 1][at])}`).join(', ')}`
  return html`<${Plot} label=${`${title}: ${names.map(name => plain(name, 40)).join(', ')} over time`} data=${data} series=${series} height=${height} onSpan=${onSpan} say=${say} />
    ${names.length > 1 && html`<ul class="legend">${names.map((name, i) => html`<li><svg viewBox="0 0 10 10" aria-hidden="true" class=${`s${(i % 8) + 1}`}><rect width="10" height="10" rx="2" /></svg>${show(name, 60)}</li>`)}</ul>`}`
}

/** Rows as columns of one axis of times; of many series those with most.
 * @param {Column[]} columns @param {any[][]} rows @param {import('./shape.js').Shape} shape */
function lines(columns, rows, { label, value, series }) {
  /** @type {Map<string, Map<number, number>>} */
  const found = new Map()
  const times = new Set()
  for (const row of rows) {
    const at = parse(row[label]) / 1000
    if (Number.isFinite(at)) {
      times.add(at)
      const name = series >= 0 ? asText(row[series]) : (columns[value]?.name ?? 'value')
      found.set(name, (found.get(name) ?? new Map()).set(at, Number(row[value])))
    }
  }
  const xs = /** @type {number[]} */ ([...times].sort((a, b) => a - b))
  const total = (/** @type {Map<number, number>} */ points) => [...points.values()].reduce((a, b) => a + b, 0)
  const kept = [...found].sort((a, b) => total(b[1]) - total(a[1])).slice(0, 8)
  return { names: kept.map(([name]) => name), data: [xs, ...kept.map(([, points]) => xs.map(x => points.get(x) ?? null))] }
}

/** @param {ChartProps} props */
function Bars({ columns, rows, by, span }) {
  const { label, value } = shapeOf(columns, rows, by, 'bar')
  if (value < 0) {
    return html`<p class="none">No column holds numbers: bars need one.</p>`
  }
  const shown = rows.slice(0, 30)
  const most = Math.max(...shown.map(row => Math.abs(Number(row[value])) || 0), 1e-9)
  return html`<ul class="bars">${shown.map(row => {
    const link = linkOf(columns[label].name, row[label], span)
    const text = html`<bdi>${row[label] === null ? 'null' : show(row[label], 120)}</bdi>`
    return html`<li><span class="label" title=${plain(asText(row[label]))}>${link ? html`<a href=${link}>${text}</a>` : text}</span>
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width=${(100 * Math.abs(Number(row[value]))) / most} height="1" /></svg>
      <span class="n">${brief(Number(row[value]))}</span></li>`
  })}${rows.length > shown.length && html`<li class="faint">and ${rows.length - shown.length} more</li>`}</ul>`
}

const DAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** @param {ChartProps} props */
function Heat({ columns, rows, by, title }) {
  const { label, value, series } = shapeOf(columns, rows, by, 'heatmap')
  const numeric = (/** @type {any} */ a, /** @type {any} */ b) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1)
  const ys = [...new Set(rows.map(row => row[label]))].sort(numeric).slice(0, 60)
  const xs = [...new Set(rows.map(row => row[series]))].sort(numeric).slice(0, 100)
  const most = Math.max(...rows.map(row => Number(row[value]) || 0), 1)
  const cells = new Map(rows.map(row => [`${row[label]}\n${row[series]}`, Number(row[value])]))
  const name = (/** @type {any} */ y) => (/weekday|day_of_week/i.test(columns[label].name) ? (DAYS[Number(y)] ?? String(y)) : asText(y))
  return html`<div class="heat" role="group" aria-label=${title}><table><thead><tr><td></td>${xs.map((x, i) => html`<th scope="col">${i % Math.ceil(xs.length / 24) ? '' : show(x, 12)}</th>`)}</tr></thead>
    <tbody>${ys.map(y => html`<tr><th scope="row">${show(name(y), 30)}</th>${xs.map(x => {
      const n = cells.get(`${y}\n${x}`) ?? 0
      // Nine steps: what differs little looks the same, and a class needs no style in the text.
      return html`<td class=${`h${n ? Math.ceil((8 * n) / most) : 0}`} title=${`${plain(name(y), 40)}, ${plain(asText(x), 40)}: ${count(n)}`}><span class="away">${count(n)}</span></td>`
    })}</tr>`)}</tbody></table></div>`
}

/** @param {ChartProps} props */
function Table({ columns, rows, span, title }) {
  return html`<div class="scroll small" tabindex="0" role="region" aria-label=${title}><table class="plain"><thead><tr>${columns.map(each => html`<th scope="col" class=${isNumber(each.type) ? 'num' : ''}>${show(each.name)}</th>`)}</tr></thead>
    <tbody>${rows.slice(0, 200).map(row => html`<tr>${columns.map((column, i) => html`<td class=${isNumber(column.type) ? 'num' : /time|last|first/i.test(column.name) ? 'nowrap' : ''}><${Cell} column=${column} value=${row[i]} span=${span} /></td>`)}</tr>`)}</tbody></table></div>`
}
