// uPlot, as the page uses it: time in UTC across, drag to choose a span.
import uPlot from '../vendor/uplot.js'
import { html, useEffect, useRef } from './html.js'
import { colour, useScheme, useWidth } from './theme.js'
import { brief } from './text.js'
import { utc } from './time.js'

/** @typedef {{label: string, colour: string, bars?: boolean}} Series */
/** @typedef {{label: string, data: (number|null|undefined)[][], series: Series[], height?: number, seconds?: number, from?: number, to?: number,
 *   onSpan?: (from: number, to: number) => void, onDraw?: (plot: uPlot) => void, say?: (index: number) => string, drawn?: unknown}} PlotProps */

/** Marks of the axis of time: as much of a time as two neighbours need to differ.
 * @param {uPlot} _plot @param {number[]} splits @param {number} _axis @param {number} _space @param {number} step */
const marks = (_plot, splits, _axis, _space, step) =>
  splits.map((at, i) => {
    const text = utc(at * 1000)
    const day = i === 0 || text.slice(0, 10) !== utc(splits[i - 1] * 1000).slice(0, 10)
    if (step >= 86_400) {
      return text.slice(5, 10)
    }
    const clock = step < 60 ? text.slice(11) : text.slice(11, 16)
    return day ? `${clock}\n${text.slice(5, 10)}` : clock
  })

/** @param {PlotProps} props */
export function Plot(props) {
  const { label, data, series, height = 120, drawn } = props
  const box = useRef(/** @type {HTMLDivElement | null} */ (null))
  const said = useRef(/** @type {HTMLDivElement | null} */ (null))
  const plot = useRef(/** @type {uPlot | null} */ (null))
  const latest = useRef(props)
  latest.current = props
  const width = useWidth(box)
  const scheme = useScheme()
  useEffect(() => {
    if (!box.current || width < 40) {
      return undefined
    }
    const made = (plot.current = new uPlot(options(latest, said, width, height), /** @type {any} */ (data), box.current))
    return () => made.destroy()
  }, [width, height, scheme, data, JSON.stringify(series), props.from, props.to])
  useEffect(() => plot.current?.redraw(false), [drawn])
  return html`<figure class="plot" role="group" aria-label=${label}>
    <div class="canvas" ref=${box} style=${{ height: `${height}px` }} aria-hidden="true"></div>
    <div class="said" ref=${said} aria-hidden="true"></div>
  </figure>`
}

/** @param {{current: PlotProps}} latest @param {{current: HTMLElement | null}} said @param {number} width @param {number} height @returns {uPlot.Options} */
function options(latest, said, width, height) {
  const { series, seconds = 3600, from, to, onSpan } = latest.current
  const ink = colour('--faint')
  const axis = { stroke: ink, font: '11px system-ui, sans-serif', grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } }
  return {
    width,
    height,
    padding: [16, 16, 0, 0],
    tzDate: at => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: !!onSpan, y: false, setScale: false } },
    scales: {
      x: { time: true, ...(from !== undefined && to !== undefined ? { range: () => [from / 1000, to / 1000] } : {}) },
      y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.08)] }
    },
    axes: [{ ...axis, size: (_plot, values) => (values?.some(each => String(each).includes('\n')) ? 34 : 20), values: marks, grid: { show: false } }, { ...axis, size: 46, values: (_plot, splits) => splits.map(n => (Number.isInteger(n) ? brief(n) : '')) }],
    series: [{}, ...series.map(each => line(each, seconds))],
    hooks: {
      setCursor: [plot => tell(plot, latest.current, said.current)],
      setSelect: [plot => chosen(plot, latest.current)],
      draw: [plot => latest.current.onDraw?.(plot)]
    }
  }
}

/** @param {Series} series @param {number} seconds @returns {uPlot.Series} */
function line(series, seconds) {
  const stroke = colour(series.colour)
  if (!series.bars) {
    return { label: series.label, stroke, width: 1.5, points: { show: false }, spanGaps: false }
  }
  // A bar covers its bucket: it begins at its time and ends where the next one begins.
  const paths = uPlot.paths.bars?.({ size: [seconds > 0 ? 0.86 : 1, Infinity], align: 1 })
  return { label: series.label, fill: stroke, stroke, width: 0, points: { show: false }, paths }
}

/** @param {uPlot} plot @param {PlotProps} props @param {HTMLElement | null} said */
function tell(plot, props, said) {
  const index = plot.cursor.idx
  if (said) {
    said.textContent = index === null || index === undefined || (plot.cursor.left ?? -1) < 0 ? '' : (props.say?.(index) ?? '')
  }
}

/** @param {uPlot} plot @param {PlotProps} props */
function chosen(plot, props) {
  const { left, width } = plot.select
  if (width > 3 && props.onSpan) {
    const from = plot.posToVal(left, 'x') * 1000
    const to = plot.posToVal(left + width, 'x') * 1000
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
    props.onSpan(Math.floor(from / 1000) * 1000, Math.ceil(to / 1000) * 1000)
  }
}
