// Cells of an answer: what is known leads on. An event's id goes to the event, a value of a known
// column to a search for it in the span.
import { html } from './html.js'
import { eventPath, to } from './router.js'
import { fieldOfColumn, term } from './terms.js'
import { asText, count, show } from './text.js'
import { local, parse, utc } from './time.js'

/** @typedef {{from?: string | null, to?: string | null}} Span */

/** @param {string} type */
export const isNumber = type => /int|double|float|decimal|real|numeric/i.test(type) && !/interval|point|\[|struct|map/i.test(type)
/** @param {string} type */
export const isTime = type => /timestamp|^date$/i.test(type)

/** Where a value leads; null where it leads nowhere.
 * @param {string} column @param {unknown} value @param {Span} span */
export function linkOf(column, value, span) {
  if (value === null || value === undefined || typeof value === 'object' || value === '') {
    return null
  }
  if (/^event_?id$/i.test(column)) {
    return eventPath(String(value))
  }
  const field = fieldOfColumn(column)
  const all = span.from || span.to ? null : 1
  return field ? to('/search', { q: term(field, String(value)), from: span.from, to: span.to, all }) : null
}

/** @param {{column: import('./api.js').Column, value: unknown, span: Span}} props */
export function Cell({ column, value, span }) {
  if (value === null || value === undefined) {
    return html`<span class="faint nul">null</span>`
  }
  const link = linkOf(column.name, value, span)
  if (link) {
    return html`<a href=${link}><bdi>${show(value)}</bdi></a>`
  }
  if (typeof value === 'number') {
    return html`<span>${Number.isInteger(value) && !/year|month|day|hour|port|account/i.test(column.name) ? count(value) : String(value)}</span>`
  }
  if (isTime(column.type) && typeof value === 'string') {
    return html`<span class="mono" title=${`${local(parse(value))} here`}>${utc(parse(value)) || show(value)}</span>`
  }
  return html`<bdi>${show(asText(value))}</bdi>`
}

/** Widths of a grid's columns, from what the first rows have.
 * @param {import('./api.js').Column[]} columns @param {any[][]} rows @param {Span} span @returns {import('./grid.js').GridColumn[]} */
export function gridColumns(columns, rows, span) {
  const some = rows.slice(0, 100)
  return columns.map((column, i) => {
    const most = some.reduce((long, row) => Math.max(long, Math.min(46, asText(row[i]).length)), column.name.length + 1)
    const width = Math.round(Math.max(60, most * 7.4 + 10))
    const last = i === columns.length - 1
    return {
      name: column.name,
      width: last ? `minmax(${width}px,1fr)` : `${width}px`,
      kind: isNumber(column.type) && !last ? 'num' : '',
      show: (/** @type {any[]} */ row) => html`<${Cell} column=${column} value=${row[i]} span=${span} />`
    }
  })
}
