// Questions as hooks: what a screen shows of an answer, of a problem, and while it waits.
import { Problem, ask, stream } from './api.js'
import { html, useCallback, useEffect, useRef, useState } from './html.js'
import { show } from './text.js'

/** @typedef {{data: any, problem: Problem | null, busy: boolean, again: () => void}} Asked */

/** Asks whenever the question changes; the answer to an older one is thrown away, and told to the
 * server as not wanted. The last answer stays until the new one is there.
 * @param {string} name @param {object | null} body null asks nothing
 * @returns {Asked} */
export function useAsk(name, body) {
  const [state, setState] = useState({ data: /** @type {any} */ (null), problem: /** @type {Problem|null} */ (null), busy: body !== null })
  const [round, setRound] = useState(0)
  const key = body === null ? null : JSON.stringify(body)
  useEffect(() => {
    if (key === null) {
      setState({ data: null, problem: null, busy: false })
      return undefined
    }
    const abort = new AbortController()
    setState(old => ({ ...old, busy: true }))
    ask(name, JSON.parse(key), abort.signal).then(
      data => setState({ data, problem: null, busy: false }),
      e => abort.signal.aborted || setState({ data: null, problem: asProblem(e), busy: false })
    )
    return () => abort.abort()
  }, [name, key, round])
  return { ...state, again: useCallback(() => setRound(n => n + 1), []) }
}

/** @param {unknown} e */
export function asProblem(e) {
  return e instanceof Problem ? e : new Problem({ problem: `The page failed: ${e instanceof Error ? e.message : e}`, remedy: 'Load it again' }, 0)
}

/** @typedef {{columns: import('./api.js').Column[], rows: any[][], end: import('./api.js').End | null, problem: Problem | null,
 *   busy: boolean, remarks: string[], stop: () => void, start: number, again: () => void}} Streamed */

/** @param {boolean} busy @returns {Omit<Streamed, 'stop' | 'again'>} */
const nothing = busy => ({ columns: [], rows: [], end: null, problem: null, busy, remarks: [], start: Date.now() })

/** The same for a stream. Rows are kept in one list that grows; the screen is drawn at most once a
 * frame however many pieces come.
 * @param {string} name @param {object | null} body
 * @returns {Streamed} */
export function useStream(name, body) {
  const state = useRef(nothing(body !== null))
  const [, draw] = useState(0)
  const [round, setRound] = useState(0)
  const running = useRef(/** @type {AbortController | null} */ (null))
  const key = body === null ? null : JSON.stringify(body)
  useEffect(() => {
    const mine = (state.current = nothing(key !== null))
    let frame = 0
    const soon = () => (frame ||= requestAnimationFrame(() => ((frame = 0), draw(n => n + 1))))
    soon()
    if (key === null) {
      return undefined
    }
    const abort = (running.current = new AbortController())
    const reader = {
      onColumns: (/** @type {any} */ columns) => void ((mine.columns = columns), soon()),
      onRows: (/** @type {any[][]} */ rows) => {
        for (const row of rows) {
          mine.rows.push(row)
        }
        soon()
      },
      onRemark: (/** @type {string} */ text) => void (mine.remarks.push(text), soon())
    }
    stream(name, JSON.parse(key), reader, abort.signal)
      .then(end => void (mine.end = end), e => void (mine.problem = abort.signal.aborted ? stopped() : asProblem(e)))
      .finally(() => ((mine.busy = false), soon()))
    return () => {
      abort.abort()
      cancelAnimationFrame(frame)
    }
  }, [name, key, round])
  const stop = useCallback(() => running.current?.abort(), [])
  return { ...state.current, stop, again: useCallback(() => setRound(n => n + 1), []) }
}

const stopped = () => new Problem({ code: 'STOPPED', problem: 'Stopped before its end', remedy: 'What is shown is not the whole answer' }, 0)

/** What went wrong and what to do.
 * @param {{problem: Problem | null, again?: () => void}} props */
export function Trouble({ problem, again }) {
  if (!problem) {
    return null
  }
  const { trouble } = problem
  return html`<div class="trouble" role="alert">
    <strong>${show(trouble.problem, 2000)}</strong>
    ${trouble.place && html`<span class="place mono">${show(trouble.place, 500)}</span>`}
    ${trouble.remedy && html`<span class="remedy">${show(trouble.remedy, 2000)}</span>`}
    ${again && html`<button type="button" onClick=${again}>Ask again</button>`}
  </div>`
}

/** @param {{busy: boolean, what?: string}} props */
export function Busy({ busy, what = 'Asking' }) {
  return html`<span class=${busy ? 'busy on' : 'busy'} role="status">${busy ? html`<span class="spin" aria-hidden="true"></span>${what}…` : ''}</span>`
}
