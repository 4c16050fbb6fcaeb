// Sessions as lanes over time: moments as dots, assumed roles as links from lane to lane, findings
// as flags. The list beneath has the same in words; the picture is for the eye and the mouse.
import { html, useMemo, useRef, useState } from './html.js'
import { eventPath, go } from './router.js'
import { Ends, count, plain, show } from './text.js'
import { useWidth } from './theme.js'
import { length, minute, parse, ticks, utc } from './time.js'

const LANE = 30
const MOST = 60
/** Moments that are nearer than this to each other are one dot. */
const NEAR = 7

/** @typedef {{x: number, n: number, errors: number, writes: number, id: string, from: number, to: number, event: string}} Dot */

/** @param {{data: any, shown: {from: number, to: number}, session: string, onSpan: (from: number, to: number) => void, onSession: (key: string) => void}} props */
export function Lanes({ data, shown, session, onSpan, onSession }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null))
  const width = useWidth(box)
  const [drag, setDrag] = useState(/** @type {[number, number] | null} */ (null))
  const lanes = useMemo(() => [...data.sessions].sort((a, b) => parse(a.from) - parse(b.from)).slice(0, MOST), [data])
  const place = useMemo(() => new Map(lanes.map((each, i) => [each.key, i])), [lanes])
  const x = (/** @type {number} */ at) => Math.max(-20, Math.min(width + 20, ((at - shown.from) / (shown.to - shown.from)) * width))
  const at = (/** @type {number} */ px) => shown.from + (px / width) * (shown.to - shown.from)
  const dots = useMemo(() => (width ? gather(data.moments, place, x) : []), [data, place, width, shown])
  const height = lanes.length * LANE
  const pixel = (/** @type {PointerEvent} */ e) => Math.max(0, Math.min(width, e.clientX - /** @type {Element} */ (e.currentTarget).getBoundingClientRect().left))
  const up = () => {
    if (drag && Math.abs(drag[1] - drag[0]) > 4) {
      onSpan(Math.floor(at(Math.min(...drag))), Math.ceil(at(Math.max(...drag))))
    }
    setDrag(null)
  }
  return html`<div class="heatmap card lanesbox">
    <div class="lanes sessions">${lanes.map(each => html`<button type="button" aria-pressed=${each.key === session} title=${`${plain(each.label)}: ${count(each.events)} events, ${count(each.errors)} errors, ${utc(parse(each.from))} – ${utc(parse(each.to))}`} onClick=${() => onSession(each.key)}>
      <${Ends} text=${each.label ?? ''} /><span class="mono faint">${show(each.account, 20)}</span></button>`)}</div>
    <div class="mapbox"><div class="map" ref=${box} style=${{ height: `${height}px` }} onPointerDown=${(/** @type {PointerEvent} */ e) => setDrag([pixel(e), pixel(e)])} onPointerMove=${(/** @type {PointerEvent} */ e) => drag && setDrag([drag[0], pixel(e)])} onPointerUp=${up} onPointerLeave=${() => setDrag(null)}>
      <svg width=${width} height=${height} role="group" aria-label=${`Timeline of ${plain(data.name, 80)}: ${lanes.length} sessions from ${minute(shown.from)} to ${minute(shown.to)} UTC. The list below has every moment.`}>
        ${lanes.map((each, i) => html`<g class=${session && each.key !== session ? 'dim' : ''}><rect class="lane" x="0" y=${i * LANE} width=${width} height=${LANE - 1} />
          <rect class="life" x=${x(parse(each.from))} y=${i * LANE + LANE / 2 - 2} width=${Math.max(2, x(parse(each.to)) - x(parse(each.from)))} height="4" rx="2" />
          <text class="lanename" x="3" y=${i * LANE + 9}>${plain(each.label ?? '', 60)} · ${plain(each.account ?? '', 20)}</text></g>`)}
        ${data.links.map((/** @type {any} */ each) => html`<${Link} link=${each} x=${x(parse(each.time))} from=${place.get(each.from)} to=${place.get(each.to)} />`)}
        ${dots.map(({ lane, dot }) => html`<${Moment} dot=${dot} y=${lane * LANE + LANE / 2} dim=${!!session && lanes[lane].key !== session} onSpan=${onSpan} />`)}
        ${data.findings.map((/** @type {any} */ each) => place.has(each.session) && html`<${Flag} finding=${each} x=${x(parse(each.time))} y=${(place.get(each.session) ?? 0) * LANE} />`)}
      </svg>
      ${drag && html`<div class="drag" style=${{ left: `${Math.min(...drag)}px`, width: `${Math.abs(drag[1] - drag[0])}px` }}></div>`}
    </div>
    <div class="ticks" aria-hidden="true">${ticks(shown.from, shown.to, width).map(each => html`<span style=${{ left: `${each.x}px` }}>${each.text}</span>`)}</div></div>
    <p class="hoursays faint small">${lanes.length < data.sessions.length ? `The first ${lanes.length} of ${count(data.sessions.length)} sessions. ` : ''}Drag to zoom; a dot of several moments zooms in.
      <span class="key"><i class="dot read"></i>reads</span> <span class="key"><i class="dot writes"></i>writes</span> <span class="key"><i class="dot err"></i>errors</span> <span class="key"><i class="dot assumed"></i>role assumed</span> <span class="key"><i class="dot flagged"></i>finding</span></p>
  </div>`
}

/** @param {any[]} moments @param {Map<string, number>} place @param {(at: number) => number} x */
function gather(moments, place, x) {
  /** @type {Map<string, {lane: number, dot: Dot}>} */
  const found = new Map()
  for (const each of moments) {
    const lane = place.get(each.session)
    const time = parse(each.time)
    const at = x(time)
    if (lane === undefined || !Number.isFinite(at)) {
      continue
    }
    const key = `${lane} ${Math.round(at / NEAR)}`
    const dot = found.get(key)?.dot ?? { x: Math.round(at / NEAR) * NEAR, n: 0, errors: 0, writes: 0, id: each.id, from: time, to: time, event: each.event }
    dot.n++
    dot.errors += each.error ? 1 : 0
    dot.writes += each.readonly === false ? 1 : 0
    dot.from = Math.min(dot.from, time)
    dot.to = Math.max(dot.to, time)
    found.set(key, { lane, dot })
  }
  return [...found.values()]
}

/** @param {{dot: Dot, y: number, dim: boolean, onSpan: (from: number, to: number) => void}} props */
function Moment({ dot, y, dim, onSpan }) {
  const kind = dot.errors ? 'err' : dot.writes ? 'writes' : 'read'
  const text = dot.n === 1 ? `${plain(dot.event, 80)}, ${utc(dot.from)}` : `${count(dot.n)} events in ${length(dot.to - dot.from)} from ${utc(dot.from)}, ${count(dot.errors)} errors`
  const open = () => {
    if (dot.n === 1) {
      go(eventPath(dot.id))
    } else {
      const edge = Math.max(30_000, (dot.to - dot.from) * 0.1)
      onSpan(Math.floor(dot.from - edge), Math.ceil(dot.to + edge))
    }
  }
  return html`<circle class=${`moment ${kind}${dim ? ' dim' : ''}`} cx=${dot.x} cy=${y} r=${Math.min(9, 3 + Math.log2(dot.n))} onClick=${open}><title>${text}</title></circle>`
}

/** @param {{link: any, x: number, from: number | undefined, to: number | undefined}} props */
function Link({ link, x, from, to }) {
  if (from === undefined || to === undefined || from === to) {
    return null
  }
  const [a, b] = [from * LANE + LANE / 2, to * LANE + LANE / 2]
  const bend = 14 + Math.min(30, Math.abs(b - a) / 6)
  const tip = b > a ? -1 : 1
  return html`<g class="assumed"><path d=${`M${x} ${a}C${x + bend} ${a} ${x + bend} ${b} ${x + 3} ${b}`} /><path class="tip" d=${`M${x + 3} ${b}l7 ${tip * 4}l-1 ${-tip * 7}Z`} /><title>${`${plain(link.role ?? '', 200)} assumed, ${utc(parse(link.time))}`}</title></g>`
}

/** @param {{finding: any, x: number, y: number}} props */
function Flag({ finding, x, y }) {
  return html`<path class="flagged" d=${`M${x - 5} ${y + 1}h10l-5 8Z`} onClick=${() => go(`/findings/${encodeURIComponent(finding.id)}`)}><title>${`${plain(finding.title, 200)} (${plain(finding.level, 20)})`}</title></path>`
}
