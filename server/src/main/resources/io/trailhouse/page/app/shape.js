// Which columns of an answer a chart is drawn of, where nobody has said.
import { isNumber, isTime } from './cells.js'
import { parse } from './time.js'

/** @typedef {import('./api.js').Column} Column */
/** @typedef {{label: number, value: number, series: number}} Shape places of columns, -1 for none */

/** @param {Column[]} columns @param {any[][]} rows @param {{label?: string|null, value?: string|null, series?: string|null}} said @param {string} kind @returns {Shape} */
export function shapeOf(columns, rows, said, kind) {
  const named = (/** @type {string|null|undefined} */ name) => (name ? columns.findIndex(each => each.name.toLowerCase() === name.toLowerCase()) : -1)
  const numbers = columns.map((each, i) => (isNumber(each.type) || typeof rows[0]?.[i] === 'number' ? i : -1)).filter(i => i >= 0)
  const times = columns.map((each, i) => (isTime(each.type) || (/^(t|time|eventtime)$/i.test(each.name) && Number.isFinite(parse(rows[0]?.[i]))) ? i : -1)).filter(i => i >= 0)
  const given = { label: named(said.label), value: named(said.value), series: named(said.series) }
  const label = given.label >= 0 ? given.label : kind === 'line' && times.length ? times[0] : 0
  const value = given.value >= 0 ? given.value : (numbers.filter(i => i !== label).pop() ?? -1)
  const rest = columns.findIndex((_, i) => i !== label && i !== value && (kind === 'heatmap' || (!numbers.includes(i) && kind === 'line')))
  return { label, value, series: given.series >= 0 ? given.series : said.series === '' ? -1 : rest }
}

/** The chart that fits an answer best.
 * @param {Column[]} columns @param {any[][]} rows */
export function bestChart(columns, rows) {
  const line = shapeOf(columns, rows, {}, 'line')
  if (line.value < 0) {
    return null
  }
  return isTime(columns[line.label]?.type ?? '') || Number.isFinite(parse(rows[0]?.[line.label])) ? 'line' : 'bar'
}
