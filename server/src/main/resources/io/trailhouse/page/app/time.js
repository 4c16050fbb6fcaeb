// Times are UTC, in the address and on the screen; the local time stands beside them.
import { html } from './html.js'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** Milliseconds of a time as the server writes it: ISO 8601, or SQL's form without a zone, which is
 * UTC. NaN when it is neither.
 * @param {unknown} text @returns {number} */
export function parse(text) {
  if (typeof text !== 'string') {
    return NaN
  }
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text)
  return Date.parse(zoned ? text : `${text.replace(' ', 'T')}${text.length <= 10 ? 'T00:00:00' : ''}Z`)
}

/** @param {number} ms */
export function iso(ms) {
  return new Date(ms).toISOString().replace(/\.000Z$/, 'Z')
}

/** `2026-05-04 10:00:00`, UTC.
 * @param {number} ms */
export function utc(ms) {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 19).replace('T', ' ') : ''
}

/** `2026-05-04 10:00`, UTC.
 * @param {number} ms */
export const minute = ms => utc(ms).slice(0, 16)

const clock = new Intl.DateTimeFormat(undefined, {
  year: 'numeric', month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  timeZoneName: 'short'
})

/** In the zone of whoever looks.
 * @param {number} ms */
export function local(ms) {
  return Number.isFinite(ms) ? clock.format(ms) : ''
}

/** @param {{at: string | number | null | undefined}} props */
export function Time({ at }) {
  const ms = typeof at === 'number' ? at : parse(at)
  if (!Number.isFinite(ms)) {
    return html`<span class="faint">–</span>`
  }
  return html`<time datetime=${iso(ms)} title=${`${local(ms)} here`}>${utc(ms)}</time>`
}

/** How long, in the two greatest units.
 * @param {number} ms */
export function length(ms) {
  const seconds = Math.round(Math.abs(ms) / 1000)
  const units = /** @type {const} */ ([['d', 86_400], ['h', 3_600], ['min', 60], ['s', 1]])
  const at = units.findIndex(([, size]) => seconds >= size)
  if (at < 0) {
    return '0 s'
  }
  const [unit, size] = units[at]
  const rest = units[at + 1] ? Math.floor((seconds % size) / units[at + 1][1]) : 0
  return `${Math.floor(seconds / size)} ${unit}${rest ? ` ${rest} ${units[at + 1][0]}` : ''}`
}

/** The server's clock, as it goes on since it was told.
 * @param {{now: string, at: number}} me */
export const nowOf = me => parse(me.now) + Date.now() - me.at

/** Marks for an axis of time: where, and as much of the time as is needed.
 * @param {number} from @param {number} to @param {number} width @returns {{x: number, text: string}[]} */
export function ticks(from, to, width) {
  const fit = Math.max(1, Math.floor(width / 62))
  const minutes = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 10_080, 20_160, 43_200, 259_200, 525_600]
  const step = 60_000 * (minutes.find(each => (to - from) / 60_000 / each <= fit) ?? 5_256_000)
  const marks = []
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    const text = minute(at)
    marks.push({ x: ((at - from) / (to - from)) * width, text: step >= DAY || text.endsWith('00:00') ? text.slice(5, 10) : text.slice(11) })
  }
  return marks
}

/** @param {number} ms @param {number} now */
export function ago(ms, now) {
  return Number.isFinite(ms) ? `${length(now - ms)} ago` : 'never'
}
