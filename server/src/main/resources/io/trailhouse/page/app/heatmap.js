// The map of hours, painted: a hundred lanes of three weeks are fifty thousand hours. One place of
// it is the cursor; keys move it and its words are told.
import { html, useEffect, useRef, useState } from './html.js'
import { STATES, worst } from './states.js'
import { plain, show } from './text.js'
import { colour, useScheme, useWidth } from './theme.js'
import { HOUR, minute, parse, ticks } from './time.js'

const LANE = 18

/** @typedef {{data: any, onHour: (row: any, at: number) => void, onSpan: (from: number, to: number) => void}} MapProps */

/** @param {MapProps} props */
export function HeatMap({ data, onHour, onSpan }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null))
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null))
  const down = useRef(-1)
  const [at, setAt] = useState({ lane: 0, hour: 0, shown: false })
  const [drag, setDrag] = useState(/** @type {[number, number] | null} */ (null))
  const width = useWidth(box)
  const scheme = useScheme()
  const { rows } = data
  const first = parse(data.first)
  const hours = Math.max(1, ...rows.map((/** @type {any} */ row) => row.hours.length))
  const wide = width / hours
  useEffect(() => {
    if (canvas.current && width > 0) {
      paint(canvas.current, rows, hours, width)
    }
  }, [rows, hours, width, scheme])
  const lane = Math.min(at.lane, rows.length - 1)
  const hour = Math.min(at.hour, hours - 1)
  const row = rows[lane]
  const letter = row.hours[hour] ?? '.'
  const says = `${plain(row.account, 40)} ${plain(row.region, 40)}, ${minute(first + hour * HOUR)} UTC: ${STATES[letter]?.name ?? letter}`
  const place = (/** @type {PointerEvent} */ e) => {
    const edge = /** @type {HTMLElement} */ (e.currentTarget).getBoundingClientRect()
    return { lane: Math.max(0, Math.min(rows.length - 1, Math.floor((e.clientY - edge.top) / LANE))), hour: Math.max(0, Math.min(hours - 1, Math.floor((e.clientX - edge.left) / wide))), shown: true }
  }
  const move = (/** @type {PointerEvent} */ e) => {
    const now = place(e)
    setAt(now)
    setDrag(down.current >= 0 && Math.abs(now.hour - down.current) > 1 ? [Math.min(down.current, now.hour), Math.max(down.current, now.hour)] : null)
  }
  const up = (/** @type {PointerEvent} */ e) => {
    const now = place(e)
    const [from, begun] = [down.current, drag]
    down.current = -1
    setDrag(null)
    if (begun) {
      onSpan(first + begun[0] * HOUR, first + (begun[1] + 1) * HOUR)
    } else if (from >= 0) {
      onHour(rows[now.lane], first + now.hour * HOUR)
    }
  }
  const key = (/** @type {KeyboardEvent} */ e) => {
    const step = e.shiftKey ? 24 : 1
    const by = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [0, -step], ArrowRight: [0, step], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -hours], End: [0, hours] })[e.key]
    if (by) {
      e.preventDefault()
      setAt({ lane: Math.max(0, Math.min(rows.length - 1, lane + by[0])), hour: Math.max(0, Math.min(hours - 1, hour + by[1])), shown: true })
    } else if (e.key === 'Enter') {
      e.preventDefault()
      onHour(row, first + hour * HOUR)
    }
  }
  return html`<div class="heatmap card">
    <div class="lanes">${rows.map((/** @type {any} */ each, /** @type {number} */ i) => html`<div class=${i === lane && at.shown ? 'on' : ''}>
      <span class="mono">${i === 0 || rows[i - 1].account !== each.account ? show(each.account, 40) : ''}</span><span>${show(each.region, 40)}</span></div>`)}</div>
    <div class="mapbox">
      <div class="map" ref=${box} tabindex="0" role="application" aria-roledescription="map of hours" aria-label=${`Coverage of ${rows.length} lanes, ${hours} hours. Arrow keys move, Enter searches the hour.`} aria-describedby="hour-says"
        onPointerMove=${move} onPointerDown=${(/** @type {PointerEvent} */ e) => (down.current = place(e).hour)} onPointerUp=${up} onPointerLeave=${() => ((down.current = -1), setDrag(null))}
        onKeyDown=${key} onFocus=${() => setAt(old => ({ ...old, shown: true }))} style=${{ height: `${rows.length * LANE}px` }}>
        <canvas ref=${canvas} aria-hidden="true"></canvas>
        ${at.shown && html`<div class="cross" style=${{ left: `${hour * wide}px`, top: `${lane * LANE}px`, width: `${Math.max(3, wide)}px`, height: `${LANE}px` }}></div>`}
        ${drag && html`<div class="drag" style=${{ left: `${drag[0] * wide}px`, width: `${(drag[1] - drag[0] + 1) * wide}px` }}></div>`}
      </div>
      <div class="ticks" aria-hidden="true">${ticks(first, first + hours * HOUR, width).map(each => html`<span style=${{ left: `${each.x}px` }}>${each.text}</span>`)}</div>
    </div>
    <p id="hour-says" class="hoursays" role="status" aria-live="polite">${at.shown ? says : 'Point at an hour, or focus the map and use the arrow keys.'}</p>
  </div>`
}

/** Each pixel shows the worst of the hours that it stands for.
 * @param {HTMLCanvasElement} canvas @param {any[]} rows @param {number} hours @param {number} width */
function paint(canvas, rows, hours, width) {
  const ratio = devicePixelRatio || 1
  canvas.width = Math.floor(width * ratio)
  canvas.height = Math.floor(rows.length * LANE * ratio)
  canvas.style.width = `${width}px`
  canvas.style.height = `${rows.length * LANE}px`
  const pen = canvas.getContext('2d')
  if (!pen) {
    return
  }
  pen.scale(ratio, ratio)
  const colours = Object.fromEntries(Object.entries(STATES).map(([letter, state]) => [letter, colour(state.colour)]))
  const cells = Math.min(hours, Math.floor(width))
  const gap = width / cells > 5 ? 1 : 0
  rows.forEach((row, lane) => {
    for (let cell = 0; cell < cells; cell++) {
      const from = Math.floor((cell * hours) / cells)
      const until = Math.max(from + 1, Math.floor(((cell + 1) * hours) / cells))
      const letter = worst([...row.hours.slice(from, until)])
      pen.fillStyle = colours[letter] ?? colours['.']
      pen.fillRect((cell * width) / cells, lane * LANE + 1, width / cells - gap + (gap ? 0 : 0.5), LANE - 2)
    }
  })
}
