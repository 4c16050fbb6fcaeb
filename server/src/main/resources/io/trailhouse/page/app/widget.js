// One widget of a dashboard: its chart, its statement, its trouble.
import { Busy, Trouble, useAsk } from './asking.js'
import { Chart } from './charts.js'
import { html, useEffect } from './html.js'
import { to } from './router.js'
import { count, show } from './text.js'

export const KINDS = ['number', 'line', 'bar', 'table', 'heatmap']
const kindOf = (/** @type {any} */ widget) => (KINDS.includes(widget.chart) ? widget.chart : 'table')

/** @param {{dashboard: string, widget: any, asked: any, round: number, onSpan: (from: number, to: number) => void}} props */
export function Widget({ dashboard, widget, asked, round, onSpan }) {
  const { data, problem, busy, again } = useAsk('widget', { dashboard, widget: widget.id, ...asked })
  useEffect(() => {
    if (round) {
      again()
    }
  }, [round])
  return html`<section class=${`card widget w-${kindOf(widget)}`} aria-busy=${busy} aria-label=${widget.title}>
    <header><h2>${show(widget.title)}</h2><${Busy} busy=${busy} what="" />${data && html`<span class="faint small">${count(data.millis)} ms</span><a class="small" href=${to('/sql', { sql: data.sql, run: 1 })} title="View the query and edit it">query</a>`}
      ${!data && problem && html`<a class="small" href=${to('/sql', { sql: widget.sql })}>query</a>`}</header>
    <${Trouble} problem=${problem} again=${again} />
    ${data && html`<${Drawn} widget=${widget} answer=${data} span=${asked} onSpan=${onSpan} />`}
  </section>`
}

/** Rows as a widget shows them.
 * @param {{widget: any, answer: {columns: import('./api.js').Column[], rows: any[][], more: boolean}, span: any, onSpan?: (from: number, to: number) => void}} props */
export function Drawn({ widget, answer, span, onSpan }) {
  return html`<div class="chart"><${Chart} kind=${kindOf(widget)} columns=${answer.columns} rows=${answer.rows} by=${widget} span=${span} title=${widget.title} onSpan=${onSpan} /></div>
    ${answer.more && html`<p class="faint small">There are more rows than are shown.</p>`}`
}
