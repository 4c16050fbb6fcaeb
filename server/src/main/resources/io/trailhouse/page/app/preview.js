// What a widget will show, while it is written: its statement runs on demand over the span.
import { Busy, Trouble, useStream } from './asking.js'
import { Editor } from './editor.js'
import { html, useMemo, useRef, useState } from './html.js'
import { DAY } from './time.js'
import { Drawn } from './widget.js'

/** @typedef {import('./span.js').Span} Span */
/** @typedef {Record<string, string>} Values of the parameters by their names */

/** As many rows as a dashboard shows of a widget. */
const LIMIT = 5_000
const NAMED = /\$(?:StartTime|EndTime|Period)\$/g

/** What the parameters of a statement stand for, as the server fills them in (spec/dashboards.md).
 * @param {Span} shown @returns {Values} */
function valuesOf(shown) {
  const to = Number.isFinite(shown.to) ? shown.to : Date.now()
  const from = Number.isFinite(shown.from) ? shown.from : to - DAY
  const days = (to - from) / DAY
  const text = (/** @type {number} */ at) => new Date(at).toISOString().replace('T', ' ').replace('Z', '')
  return { $StartTime$: text(from - 1), $EndTime$: text(to), $Period$: days <= 4 ? 'hour' : days <= 124 ? 'day' : days <= 732 ? 'week' : 'month' }
}

/** A place of the filled statement in what was written.
 * @param {string} line as it was written @param {number} column of the filled one, from 1 @param {Values} values */
function writtenAt(line, column, values) {
  let shift = 0
  for (const { 0: name, index } of line.matchAll(NAMED)) {
    if (column - 1 < index + shift + values[name].length) {
      return Math.min(column - shift, index + 1)
    }
    shift += values[name].length - name.length
  }
  return column - shift
}

/** The editor of a widget's statement, and beneath it what the statement gives.
 * @param {{draft: import('./dashform.js').Draft, names: any, span: {from: string | null, to: string | null, shown: Span}, put: (part: {sql: string}) => void}} props */
export function Preview({ draft, names, span, put }) {
  const [asked, setAsked] = useState(/** @type {{text: string, values: Values} | null} */ (null))
  const body = asked && { sql: asked.text.replace(NAMED, name => asked.values[name]), limit: LIMIT }
  const answer = useStream('sql', body)
  // The last picture stays until the next one is there.
  const last = useRef(/** @type {any} */ (null))
  if (!answer.busy) {
    last.current = answer.end && { columns: answer.columns, rows: answer.rows, more: answer.end.more }
  }
  const drawn = useMemo(() => last.current, [last.current?.rows])
  const trouble = answer.problem?.trouble
  const mark = useMemo(() => {
    const line = trouble?.line ?? 0
    const written = asked?.text.split('\n')[line - 1]
    return trouble && asked && written !== undefined && asked.text === draft.sql
      ? { line, column: writtenAt(written, trouble.column ?? 1, asked.values), text: trouble.problem, remedy: trouble.remedy ?? '' }
      : null
  }, [trouble, asked, draft.sql])
  const run = () => {
    const next = { text: draft.sql, values: valuesOf(span.shown) }
    if (JSON.stringify(next) === JSON.stringify(asked)) {
      answer.again()
    } else {
      setAsked(next)
    }
  }
  return html`<div class="stack preview"><${Editor} value=${draft.sql} round=${0} names=${names} mark=${mark} onChange=${(/** @type {string} */ sql) => put({ sql })} onRun=${run} onStop=${() => answer.busy && answer.stop()} />
    <p><button type="button" onClick=${run}>Preview</button> <span class="faint small"><kbd>Ctrl</kbd> <kbd>Enter</kbd> in the statement</span> <${Busy} busy=${answer.busy} what="Running" /></p>
    ${!mark && html`<${Trouble} problem=${answer.problem} />`}
    ${drawn && html`<div class="widget" role="group" aria-label=${`Preview of ${draft.title}`}><${Drawn} widget=${draft} answer=${drawn} span=${span} /></div>`}</div>`
}
