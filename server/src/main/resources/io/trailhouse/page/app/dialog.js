// Dialogs of the page: the browser's own, which keep the focus and know Escape.
import { asProblem, Trouble } from './asking.js'
import { html, useEffect, useRef, useState } from './html.js'
import { HELP } from './keys.js'

/** @typedef {import('./api.js').Problem} Problem */

/** @param {{title: string, onClose: () => void, children?: any, wide?: boolean}} props */
export function Dialog({ title, onClose, children, wide }) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null))
  useEffect(() => {
    const before = document.activeElement
    ref.current?.showModal()
    // What had the focus gets it back, also when the dialog goes away by other means than Escape.
    return () => before instanceof HTMLElement && before.focus()
  }, [])
  return html`<dialog ref=${ref} class=${wide ? 'wide' : ''} aria-label=${title} onClose=${onClose}
    onClick=${(/** @type {MouseEvent} */ e) => e.target === ref.current && ref.current?.close()}>
    <div class="inside">
      <header><h2>${title}</h2><button type="button" class="icon" aria-label="Close" onClick=${() => ref.current?.close()}>✕</button></header>
      ${children}
    </div>
  </dialog>`
}

/** A form in a dialog: it closes when what it asked for is done, and shows why not otherwise.
 * @param {{title: string, act: string, onClose: () => void, onDone: (fields: Record<string, string>) => Promise<unknown>, children?: any}} props */
export function Form({ title, act, onClose, onDone, children }) {
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null))
  const [busy, setBusy] = useState(false)
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault()
    const data = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget))
    setBusy(true)
    try {
      await onDone(Object.fromEntries([...data].map(([name, value]) => [name, String(value)])))
      onClose()
    } catch (e) {
      setProblem(asProblem(e))
      setBusy(false)
    }
  }
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <form class="stack" onSubmit=${submit}>
      ${children}
      <${Trouble} problem=${problem} />
      <footer><button type="button" onClick=${onClose}>Cancel</button><button class="primary" disabled=${busy}>${act}</button></footer>
    </form>
  </${Dialog}>`
}

/** All keys.
 * @param {{onClose: () => void}} props */
export function Help({ onClose }) {
  return html`<${Dialog} title="Keys" onClose=${onClose} wide>
    <div class="help">
      ${HELP.map(([title, keys]) => html`<section><h3>${title}</h3><dl>
        ${keys.map(([key, does]) => html`<div><dt>${key.split(/ +/).map(each => html`<kbd>${each}</kbd>`)}</dt><dd>${does}</dd></div>`)}
      </dl></section>`)}
      <section><h3>In the search box</h3><dl>
        <div><dt><code>AccessDenied</code></dt><dd>a word anywhere in the event</dd></div>
        <div><dt><code>"two words"</code></dt><dd>words that stand together</dd></div>
        <div><dt><code>call:Put*</code></dt><dd>a field with a value, <code>*</code> for anything</dd></div>
        <div><dt><code>address:10.0.0.0/8</code></dt><dd>a block of addresses</dd></div>
        <div><dt><code>-region:us-east-1</code></dt><dd>events of which that does not hold</dd></div>
      </dl></section>
    </div>
  </${Dialog}>`
}
