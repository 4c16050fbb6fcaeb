// SQL: an editor, an answer as a table or a chart, and the statements one comes back to.
import { ask } from './api.js'
import { Trouble, Busy, asProblem, useAsk, useStream } from './asking.js'
import { gridColumns } from './cells.js'
import { Chart } from './charts.js'
import { Form } from './dialog.js'
import { Editor } from './editor.js'
import { Grid } from './grid.js'
import { html, useEffect, useMemo, useRef, useState } from './html.js'
import { useKeys } from './keys.js'
import { change, eventPath, go } from './router.js'
import { Download } from './search.js'
import { bestChart, shapeOf } from './shape.js'
import { Bar } from './shell.js'
import { copy, count, show } from './text.js'

const LIMITS = [1_000, 10_000, 100_000]
const FIRST = 'SELECT eventName, count(*) AS n\nFROM events\nGROUP BY eventName\nORDER BY n DESC\nLIMIT 20'

/** @param {{route: import('./router.js').Route, me: any}} props */
export function Screen({ route, me }) {
  const { params } = route
  const [text, setText] = useState(params.draft ?? params.sql ?? FIRST)
  const [round, setRound] = useState(0)
  const [outer, setOuter] = useState(0)
  const current = useRef(text)
  current.current = text
  const [said, setSaid] = useState('')
  const limit = LIMITS.find(each => String(each) === params.limit) ?? LIMITS[0]
  const names = useAsk('names', {})
  const run = params.run && params.sql ? { sql: params.sql, limit } : null
  const answer = useStream('sql', run)
  useEffect(() => {
    const wanted = params.draft ?? params.sql ?? FIRST
    if (wanted !== current.current) {
      setText(wanted)
      setOuter(n => n + 1)
    }
  }, [params.sql])
  useDraft(text, params)
  useEffect(() => void (round && answer.again()), [round])
  const start = (/** @type {string} */ sql) => {
    remember(sql)
    // The same statement again is asked again.
    if (run && params.sql === sql) {
      setRound(n => n + 1)
    } else {
      change({ sql, run: 1, draft: null, view: null, label: null, value: null, series: null })
    }
  }
  const tell = (/** @type {string} */ word) => (setSaid(word), setTimeout(() => setSaid(''), 4000))
  const trouble = answer.problem?.trouble
  const mark = useMemo(
    () => (trouble?.line && params.sql === text ? { line: trouble.line, column: trouble.column ?? 1, text: trouble.problem, remedy: trouble.remedy ?? '' } : null),
    [trouble, params.sql, text]
  )
  useKeys({ Escape: () => answer.busy && answer.stop() })
  return html`<${Bar} title="SQL"><span class="right">
      <${Busy} busy=${answer.busy} what="Running" />
      ${answer.busy && html`<button type="button" onClick=${answer.stop}>Stop <kbd>Esc</kbd></button>`}
      <button type="button" class="primary" onClick=${() => start(current.current)}>Run</button>
      <select aria-label="Rows at most" value=${String(limit)} onChange=${(/** @type {any} */ e) => change({ limit: e.currentTarget.value })}>
        ${LIMITS.map(each => html`<option value=${String(each)}>${count(each)} rows</option>`)}</select>
      <${Keep} me=${me} text=${text} tell=${tell} />
    </span></${Bar}>
    <div class="sqlscreen">
      <div class="write">
        <${Editor} value=${text} round=${outer} names=${names.data} mark=${mark} onChange=${setText} onRun=${() => start(current.current)} onStop=${() => answer.busy && answer.stop()} />
        <p class="faint small hint"><kbd>Ctrl</kbd> <kbd>Enter</kbd> runs, <kbd>Ctrl</kbd> <kbd>Space</kbd> completes <span class="said" role="status">${said}</span></p>
      </div>
      <${Pick} onPick=${(/** @type {string} */ sql) => change({ sql, run: null, draft: null })} onRun=${start} />
    </div>
    ${!mark && html`<${Trouble} problem=${answer.problem} />`}
    ${answer.remarks.map(remark => html`<p class="tag warn">${show(remark, 1000)}</p>`)}
    ${run && html`<${Answer} answer=${answer} params=${params} tell=${tell} />`}`
}

/** What was written and not run yet stands in the address too, a moment later.
 * @param {string} text @param {Record<string, string>} params */
function useDraft(text, params) {
  useEffect(() => {
    const draft = text === (params.sql ?? FIRST) ? undefined : text
    const timer = setTimeout(() => draft !== params.draft && change({ draft }, { replace: true }), 400)
    return () => clearTimeout(timer)
  }, [text, params.sql, params.draft])
}

/** @param {{answer: import('./asking.js').Streamed, params: Record<string, string>, tell: (word: string) => void}} props */
function Answer({ answer, params, tell }) {
  const [active, setActive] = useState(-1)
  const { columns, rows, end } = answer
  const shaped = Math.min(rows.length, 100)
  const grid = useMemo(() => gridColumns(columns, rows, {}), [columns, shaped])
  const best = useMemo(() => (rows.length > 1 ? bestChart(columns, rows) : null), [columns, shaped])
  const view = params.view ?? 'table'
  const id = columns.findIndex(each => /^event_?id$/i.test(each.name))
  const open = (/** @type {number} */ i) => id >= 0 && rows[i]?.[id] && go(eventPath(String(rows[i][id])))
  if (!columns.length) {
    return null
  }
  return html`<div class="tools">
      <span class="chips" role="group" aria-label="Show as">${['table', ...(best ? ['line', 'bar'] : [])].map(each => html`<button type="button" aria-pressed=${view === each} onClick=${() => change({ view: each === 'table' ? null : each })}>${each}</button>`)}</span>
      ${view !== 'table' && html`<${Choose} columns=${columns} rows=${rows} params=${params} kind=${view} />`}
      <p class="sum" role="status" aria-live="polite"><b>${count(rows.length)}</b> ${rows.length === 1 ? 'row' : 'rows'}${end?.more && html`<span class="faint">, and more beyond the limit</span>`}${end && html`<span class="faint"> · ${count(end.millis)} ms</span>`}</p>
      <span class="right"><${Download} body=${{ sql: params.sql }} onProblem=${tell} /><button type="button" onClick=${() => copy(location.href).then(() => tell('Link copied'))}>Copy link</button></span>
    </div>
    ${view === 'table'
      ? html`<div class="answer"><${Grid} label="Rows of the answer" columns=${grid} rows=${rows} active=${active} onActive=${setActive} onOpen=${id >= 0 ? open : undefined} empty=${html`<div class="none">${answer.busy ? 'Running…' : 'No rows.'}</div>`} /></div>`
      : html`<div class="card"><${Chart} kind=${view} columns=${columns} rows=${rows.slice()} by=${{ label: params.label, value: params.value, series: params.series }} span=${{}} title="Answer" height=${340} /></div>`}`
}

/** Which columns the chart is drawn of.
 * @param {{columns: import('./api.js').Column[], rows: any[][], params: Record<string, string>, kind: string}} props */
function Choose({ columns, rows, params, kind }) {
  const shape = shapeOf(columns, rows, params, kind)
  const select = (/** @type {'label'|'value'|'series'} */ name, /** @type {string} */ title) => html`<select aria-label=${title} title=${title} value=${columns[shape[name]]?.name ?? ''}
    onChange=${(/** @type {any} */ e) => change({ [name]: e.currentTarget.value })}>${name === 'series' && html`<option value="">no series</option>`}${columns.map(each => html`<option value=${each.name}>${show(each.name, 40)}</option>`)}</select>`
  return html`<span class="chips">${select('label', kind === 'line' ? 'Across' : 'Label')}${select('value', 'Value')}${kind === 'line' && select('series', 'Series')}</span>`
}

/** @param {{me: any, text: string, tell: (word: string) => void}} props */
function Keep({ me, text, tell }) {
  const [open, setOpen] = useState(false)
  if (me.role === 'read') {
    return null
  }
  return html`<button type="button" onClick=${() => setOpen(true)}>Save</button>
    ${open && html`<${Form} title="Save this statement" act="Save" onClose=${() => setOpen(false)}
      onDone=${(/** @type {any} */ fields) => ask('save', { title: fields.title, kind: 'sql', text }).then(() => tell('Saved'))}>
      <label>Title<input name="title" required maxlength="200" /></label></${Form}>`}`
}

const HISTORY = 'trailhouse.sql'

/** @returns {string[]} */
function past() {
  try {
    const kept = JSON.parse(localStorage.getItem(HISTORY) ?? '[]')
    return Array.isArray(kept) ? kept.filter(each => typeof each === 'string') : []
  } catch {
    return []
  }
}

/** @param {string} sql */
function remember(sql) {
  try {
    localStorage.setItem(HISTORY, JSON.stringify([sql, ...past().filter(each => each !== sql)].slice(0, 50)))
  } catch {
    // A browser that keeps nothing has no history.
  }
}

/** Samples, what was saved, what was run here before.
 * @param {{onPick: (sql: string) => void, onRun: (sql: string) => void}} props */
function Pick({ onPick, onRun }) {
  const [tab, setTab] = useState('samples')
  const samples = useAsk('samples', {})
  const saved = useAsk('saved', tab === 'saved' ? {} : null)
  /** @type {{title: string, about: string, sql: string}[]} */
  const list = tab === 'samples' ? (samples.data ?? [])
    : tab === 'saved' ? (saved.data ?? []).filter((/** @type {any} */ each) => each.kind === 'sql').map((/** @type {any} */ each) => ({ title: each.title, about: `by ${each.by}`, sql: each.text }))
      : past().map(sql => ({ title: sql.replace(/\s+/g, ' '), about: '', sql }))
  const problem = tab === 'samples' ? samples.problem : saved.problem
  return html`<aside class="pick card" aria-label="Statements"><div class="chips" role="group" aria-label="Which statements">
      ${['samples', 'saved', 'history'].map(each => html`<button type="button" aria-pressed=${tab === each} onClick=${() => setTab(each)}>${each}</button>`)}</div>
    ${problem && html`<${Trouble} problem=${asProblem(problem)} />`}
    <ul class="list">${list.map(each => html`<li class="picked"><button type="button" class="rowlink" onClick=${() => onPick(each.sql)}><b>${show(each.title, 90)}</b> <span class="faint small">${show(each.about, 160)}</span></button>
      <button type="button" class="quiet run" aria-label=${`Run ${each.title.slice(0, 60)}`} title="Run" onClick=${() => onRun(each.sql)}>▶</button></li>`)}
      ${!list.length && html`<li class="faint">${tab === 'history' ? 'Nothing was run in this browser yet.' : 'None yet.'}</li>`}</ul></aside>`
}
