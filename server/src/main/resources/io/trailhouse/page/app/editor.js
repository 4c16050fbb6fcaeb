// The editor of SQL: CodeMirror, loaded only where it is used. Its style elements need the nonce
// of the page's policy.
import { html, useEffect, useRef, useState } from './html.js'

/** @typedef {{line: number, column: number, text: string, remedy: string} | null} Mark */
/** `value` is what the editor begins with; it changes what was written only when `round` changes: a
 * text that comes back while somebody types is older than what they have typed.
 * @typedef {{value: string, round: number, names: any, mark: Mark, onChange: (text: string) => void, onRun: () => void, onStop: () => void}} EditorProps */

/** @param {EditorProps} props */
export function Editor(props) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null))
  const editor = useRef(/** @type {any} */ (null))
  const latest = useRef(props)
  latest.current = props
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let gone = false
    import('./codemirror.js').then(
      ({ makeEditor }) => {
        if (!gone && box.current) {
          editor.current = makeEditor(box.current, latest)
          editor.current.names(latest.current.names)
          editor.current.mark(latest.current.mark)
        }
      },
      () => setFailed(true)
    )
    return () => {
      gone = true
      editor.current?.close()
    }
  }, [])
  useEffect(() => editor.current?.value(props.value), [props.round])
  useEffect(() => editor.current?.names(props.names), [props.names])
  useEffect(() => editor.current?.mark(props.mark), [props.mark])
  if (failed) {
    return html`<textarea class="sqltext" data-box aria-label="SQL" spellcheck="false" value=${props.value}
      onInput=${(/** @type {any} */ e) => props.onChange(e.currentTarget.value)}
      onKeyDown=${(/** @type {KeyboardEvent} */ e) => e.key === 'Enter' && (e.ctrlKey || e.metaKey) && (e.preventDefault(), props.onRun())}></textarea>`
  }
  return html`<div class="editor" ref=${box}></div>`
}
