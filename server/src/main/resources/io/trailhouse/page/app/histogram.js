// Events over the span, errors in colour; beneath, hour by hour, what is known to be there.
import { HOUR, length, parse, utc } from './time.js'
import { html, useMemo } from './html.js'
import { Plot } from './plot.js'
import { count } from './text.js'
import { colour } from './theme.js'
import { STATES, worst } from './states.js'

const SERIES = [{ label: 'events', colour: '--bar', bars: true }, { label: 'errors', colour: '--bad', bars: true }]

/** @param {{summary: any, coverage: any, onSpan: (from: number, to: number) => void}} props */
export function Histogram({ summary, coverage, onSpan }) {
  const data = useMemo(() => (summary ? buckets(summary) : null), [summary])
  const hours = useMemo(() => (coverage ? worstHours(coverage) : null), [coverage])
  if (!summary || !data) {
    return html`<div class="plot blank"></div>`
  }
  const { seconds } = summary
  const errors = data[2].reduce((sum, n) => sum + n, 0)
  const peak = data[1].reduce((best, n, i) => (n > data[1][best] ? i : best), 0)
  const label = `Events over time, ${length(seconds * 1000)} a bar: ${count(summary.total)} events, ${count(errors)} with an error` +
    (data[0].length ? `, most at ${utc(data[0][peak] * 1000)} UTC: ${count(data[1][peak])}` : '')
  const say = (/** @type {number} */ i) => `${utc(data[0][i] * 1000)} UTC, ${length(seconds * 1000)}: ${count(data[1][i])} events, ${count(data[2][i])} with an error`
  return html`<${Plot} label=${label} data=${data} series=${SERIES} seconds=${seconds} height=${118} from=${parse(summary.from)} to=${parse(summary.to)}
    onSpan=${onSpan} say=${say} drawn=${hours} onDraw=${(/** @type {any} */ plot) => hours && strip(plot, hours)} />`
}

/** Counts at every bucket of the span: where nothing was there is a nought.
 * @param {any} summary @returns {number[][]} */
function buckets(summary) {
  const step = summary.seconds
  const known = new Map(summary.counts.map((/** @type {any[]} */ [at, n, errors]) => [parse(at) / 1000, [n, errors]]))
  const first = Math.floor(parse(summary.from) / 1000 / step) * step
  const end = parse(summary.to) / 1000
  const times = []
  if (step > 0 && (end - first) / step < 5000) {
    for (let at = first; at < end; at += step) {
      times.push(at)
    }
  }
  for (const at of known.keys()) {
    if (!times.length || (at - first) % step !== 0) {
      times.push(at)
    }
  }
  times.sort((a, b) => a - b)
  return [times, times.map(at => known.get(at)?.[0] ?? 0), times.map(at => known.get(at)?.[1] ?? 0)]
}

/** Of all accounts and Regions the worst that is known of each hour.
 * @param {any} coverage */
function worstHours(coverage) {
  const long = Math.max(0, ...coverage.rows.map((/** @type {any} */ row) => row.hours.length))
  return {
    first: parse(coverage.first),
    letters: Array.from({ length: long }, (_, i) => worst(coverage.rows.map((/** @type {any} */ row) => row.hours[i] ?? '.')))
  }
}

/** @param {any} plot @param {{first: number, letters: string[]}} hours */
function strip(plot, hours) {
  const { ctx, bbox } = plot
  const height = Math.round(4 * devicePixelRatio)
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height + height)
  ctx.clip()
  hours.letters.forEach((letter, i) => {
    const left = plot.valToPos((hours.first + i * HOUR) / 1000, 'x', true)
    const right = plot.valToPos((hours.first + (i + 1) * HOUR) / 1000, 'x', true)
    if (STATES[letter] && letter !== '.') {
      ctx.fillStyle = colour(STATES[letter].colour)
      ctx.fillRect(left, bbox.top + bbox.height, Math.max(1, right - left), height)
    }
  })
  ctx.restore()
}
