// A record as a tree. Each value is a filter: the buttons beside it keep the events that have it,
// or leave them out.
import { html, useState } from './html.js'
import { fieldOf, term } from './terms.js'
import { Long, plain, show } from './text.js'

/** @typedef {(string|number)[]} Path */
/** @typedef {{value: any, path: Path, onFilter: (term: string) => void}} NodeProps */

const MANY = 200

/** @param {{text: string, onFilter: (term: string) => void}} props */
export function RecordTree({ text, onFilter }) {
  let value
  try {
    value = JSON.parse(text)
  } catch {
    // What is no JSON is still evidence: it is shown as it came.
    return html`<pre class="mono"><${Long} text=${text} most=${4000} /></pre>`
  }
  return html`<div class="tree mono"><${Members} value=${value} path=${[]} onFilter=${onFilter} /></div>`
}

/** @param {NodeProps} props */
function Members({ value, path, onFilter }) {
  const [all, setAll] = useState(false)
  const entries = Array.isArray(value) ? value.map((each, i) => /** @type {[number, any]} */ ([i, each])) : Object.entries(value)
  const shown = all ? entries : entries.slice(0, MANY)
  return html`<ul>
    ${shown.map(([name, each]) => html`<${Member} key=${name} name=${name} value=${each} path=${[...path, name]} onFilter=${onFilter} />`)}
    ${shown.length < entries.length && html`<li><button type="button" class="more" onClick=${() => setAll(true)}>… ${entries.length - shown.length} more</button></li>`}
  </ul>`
}

/** @param {NodeProps & {name: string | number}} props */
function Member({ name, value, path, onFilter }) {
  const [open, setOpen] = useState(path.length < 4)
  const key = html`<span class="k">${show(String(name), 200)}</span>`
  if (value !== null && typeof value === 'object') {
    const size = Array.isArray(value) ? value.length : Object.keys(value).length
    const [before, after] = Array.isArray(value) ? '[]' : '{}'
    if (!size) {
      return html`<li>${key}<span class="p">: ${before}${after}</span></li>`
    }
    return html`<li><button type="button" class="fold" aria-expanded=${open} onClick=${() => setOpen(!open)}><span aria-hidden="true">${open ? '▾' : '▸'}</span>${key}<span class="p"> ${before}${open ? '' : ` ${size} `}${open ? '' : after}</span></button>
      ${open && html`<${Members} value=${value} path=${path} onFilter=${onFilter} />`}</li>`
  }
  return html`<li class="leaf">${key}<span class="p">: </span><${Leaf} value=${value} />${value !== null && html`<${Filters} path=${path} value=${String(value)} onFilter=${onFilter} />`}</li>`
}

/** @param {{value: any}} props */
function Leaf({ value }) {
  if (typeof value === 'string') {
    return html`<span class="str"><${Long} text=${value} /></span>`
  }
  return html`<span class=${value === null ? 'nul' : 'num'}>${String(value)}</span>`
}

/** @param {{path: Path, value: string, onFilter: (term: string) => void}} props */
function Filters({ path, value, onFilter }) {
  const field = fieldOf(path)
  const what = `${field ?? 'text'} ${plain(value, 60)}`
  return html`<span class="filters">
    <button type="button" aria-label=${`Only events with ${what}`} title="Only events with this" onClick=${() => onFilter(term(field, value))}>+</button>
    <button type="button" aria-label=${`Only events without ${what}`} title="Only events without this" onClick=${() => onFilter(term(field, value, true))}>−</button>
  </span>`
}
