// Text of events is hostile. It is shown as text nodes, and what would act instead of being seen
// (control characters, marks of direction, characters of no width) is shown as what it is.
import { html, useState } from './html.js'

/** The set of the program's own escaper: control, format and direction characters, separators of
 * lines and paragraphs, tags, half surrogate pairs. */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|\p{Cs}/gu

const SHORT = /** @type {Record<string, string>} */ ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })

/** As the program writes it elsewhere: an escape. Pictures of control characters are missing in
 * many fonts.
 * @param {string} character */
function picture(character) {
  const code = character.codePointAt(0) ?? 0
  if (SHORT[character]) {
    return SHORT[character]
  }
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
}

/** @param {string} text */
function marked(text) {
  // `search` begins at the start; `test` would leave its place in the expression.
  if (text.search(HIDDEN) < 0) {
    return text
  }
  const parts = []
  let done = 0
  for (const found of text.matchAll(HIDDEN)) {
    if (found.index > done) {
      parts.push(text.slice(done, found.index))
    }
    const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    parts.push(html`<span class="ctl" title=${`U+${code}`}>${picture(found[0])}</span>`)
    done = found.index + found[0].length
  }
  parts.push(text.slice(done))
  return parts
}

/** A name whose last part tells most: when there is no room, what stands before it is cut.
 * @param {{text: string}} props */
export function Ends({ text }) {
  const at = Math.max(text.lastIndexOf('/'), text.lastIndexOf(':'))
  return at > 0 && text.length - at < 60
    ? html`<span class="ends"><bdi>${show(text.slice(0, at))}</bdi><bdi>${show(text.slice(at))}</bdi></span>`
    : html`<bdi>${show(text)}</bdi>`
}

/** The same for an attribute, where nothing can be marked.
 * @param {string} text @param {number} [most] */
export function plain(text, most = 500) {
  return cut(text, most).replace(HIDDEN, picture)
}

/** @param {string} text @param {number} most */
function cut(text, most) {
  return text.length > most ? `${text.slice(0, most)}…` : text
}

/** A value of any kind as one line of text.
 * @param {unknown} value @returns {string} */
export function asText(value) {
  if (value === null || value === undefined) {
    return ''
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A short value in a line: cut where people stop to read.
 * @param {unknown} value @param {number} [most] */
export function show(value, most = 300) {
  return marked(cut(asText(value), most))
}

/** A text in full. A long one opens on demand: 200 KB in one node would hold the page up.
 * @param {{text: string, most?: number}} props */
export function Long({ text, most = 600 }) {
  const [whole, setWhole] = useState(false)
  const short = text.length <= most
  return html`<bdi class="val">${marked(short || whole ? text : text.slice(0, most))}</bdi>${!short &&
  html` <button type="button" class="more" onClick=${() => setWhole(!whole)}>
    ${whole ? 'show less' : `… show all ${count(text.length)} characters`}
  </button>`}`
}

const numbers = new Intl.NumberFormat('en-GB')

/** @param {number | null | undefined} number */
export function count(number) {
  return number === null || number === undefined ? '–' : numbers.format(number)
}

/** `1 event`, `2 events`.
 * @param {number} number @param {string} noun */
export function counted(number, noun) {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`
}

/** A number in few characters, for facets and axes.
 * @param {number} number */
export function brief(number) {
  const size = Math.abs(number)
  if (size >= 1e9) {
    return `${+(number / 1e9).toPrecision(3)}G`
  }
  if (size >= 1e6) {
    return `${+(number / 1e6).toPrecision(3)}M`
  }
  return size >= 1e4 ? `${+(number / 1e3).toPrecision(3)}k` : `${+number.toPrecision(6)}`
}

/** @param {string} text */
export async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text)
    return
  }
  // Over plain HTTP from another host browsers give no clipboard: the old way still works there.
  const box = document.createElement('textarea')
  box.value = text
  document.body.append(box)
  box.select()
  document.execCommand('copy')
  box.remove()
}
