// CodeMirror as the SQL screen uses it.
import {
  Decoration, EditorState, EditorView, HighlightStyle, Compartment, PostgreSQL, StateEffect, StateField, WidgetType, autocompletion, closeCompletion,
  bracketMatching, closeBrackets, closeBracketsKeymap, completionKeymap, defaultKeymap, drawSelection, highlightActiveLine,
  highlightSpecialChars, history, historyKeymap, indentWithTab, keymap, lineNumbers, placeholder, sql, syntaxHighlighting, tags, Prec
} from '../vendor/codemirror.js'

/** @typedef {import('./editor.js').EditorProps} EditorProps */
/** @typedef {import('./editor.js').Mark} Mark */

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--str)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--num)' },
  { tag: tags.comment, color: 'var(--faint)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--key)' }
])

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--panel)', color: 'var(--ink)', fontSize: '13px' },
  '.cm-content': { fontFamily: 'var(--mono)', caretColor: 'var(--ink)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--faint)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--sunk) 70%, transparent)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--accent) 24%, transparent)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', border: '1px solid var(--line)', borderRadius: '6px', boxShadow: 'var(--shadow)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--faint)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--accent-soft) !important' }
})

/** What a statement is told beneath its line. */
class Told extends WidgetType {
  /** @param {string} text @param {string} remedy @param {number} column */
  constructor(text, remedy, column) {
    super()
    this.text = text
    this.remedy = remedy
    this.column = column
  }

  toDOM() {
    const box = document.createElement('div')
    box.className = 'sqlerror'
    box.setAttribute('role', 'alert')
    const mark = document.createElement('div')
    mark.className = 'under'
    mark.textContent = `${' '.repeat(Math.min(this.column - 1, 400))}^`
    const text = document.createElement('strong')
    text.textContent = this.text
    const remedy = document.createElement('span')
    remedy.textContent = this.remedy
    box.append(mark, text, remedy)
    return box
  }
}

/** @type {import('@codemirror/state').StateEffectType<Mark>} */
const setMark = StateEffect.define()
const marks = StateField.define({
  create: () => Decoration.none,
  update(value, change) {
    let now = change.docChanged ? Decoration.none : value
    for (const effect of change.effects) {
      now = effect.is(setMark) ? decorate(change.state, effect.value) : now
    }
    return now
  },
  provide: field => EditorView.decorations.from(field)
})

/** @param {EditorState} state @param {Mark} mark */
function decorate(state, mark) {
  if (!mark || mark.line < 1 || mark.line > state.doc.lines) {
    return Decoration.none
  }
  const line = state.doc.line(mark.line)
  const from = Math.min(line.from + Math.max(0, mark.column - 1), line.to)
  const word = /^[\w$.]+/.exec(state.sliceDoc(from, line.to))?.[0].length ?? 1
  const to = Math.min(line.to, from + word)
  const told = Decoration.widget({ widget: new Told(mark.text, mark.remedy, mark.column), block: true, side: 1 }).range(line.to)
  return Decoration.set(to > from ? [Decoration.mark({ class: 'sqlwrong' }).range(from, to), told] : [told])
}

/** Tables with their columns; members of structs below them.
 * @param {any} names */
function schema(names) {
  /** @type {Record<string, any>} */
  const tables = {}
  for (const [table, columns] of Object.entries(names?.tables ?? {})) {
    tables[table] = nested(/** @type {any[]} */ (columns).map(each => ({ path: each.name.split('.'), type: each.type })))
  }
  return tables
}

/** @param {{path: string[], type: string}[]} columns @returns {any} */
function nested(columns) {
  const heads = [...new Set(columns.map(each => each.path[0]))]
  return Object.fromEntries(heads.map(head => {
    const mine = columns.filter(each => each.path[0] === head)
    const members = mine.filter(each => each.path.length > 1).map(each => ({ ...each, path: each.path.slice(1) }))
    const detail = mine.find(each => each.path.length === 1)?.type.toLowerCase().slice(0, 24) ?? 'struct'
    return [head, { self: { label: head, type: 'property', detail }, children: members.length ? nested(members) : [] }]
  }))
}

/** @param {any} names */
function language(names) {
  const support = sql({ dialect: PostgreSQL, schema: schema(names), defaultTable: 'events', upperCaseKeywords: true })
  const functions = (names?.functions ?? []).map((/** @type {string} */ label) => ({ label, type: 'function', apply: `${label}(` }))
  const complete = (/** @type {any} */ context) => {
    const word = context.matchBefore(/\w+/)
    return word || context.explicit ? { from: word ? word.from : context.pos, options: functions, validFor: /^\w*$/ } : null
  }
  return [support, PostgreSQL.language.data.of({ autocomplete: complete })]
}

/** Typing over a selection: left to the browser, it would keep the colour of what it replaces in a
 * style attribute, which the policy of the page refuses.
 * @param {InputEvent} event @param {EditorView} view */
function typedOver(event, view) {
  if (event.inputType !== 'insertText' || event.data === null || view.state.selection.main.empty || event.isComposing) {
    return false
  }
  event.preventDefault()
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true })
  return true
}

/** @param {HTMLElement} parent @param {{current: EditorProps}} props */
export function makeEditor(parent, props) {
  const nonce = document.querySelector('meta[name=nonce]')?.getAttribute('content') ?? ''
  const names = new Compartment()
  /** The text that the address has: a change that comes from there is not told back. */
  let told = props.current.value
  const keys = [
    { key: 'Mod-Enter', run: (/** @type {EditorView} */ target) => (closeCompletion(target), props.current.onRun(), true) },
    { key: 'Escape', run: () => (props.current.onStop(), false) }
  ]
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: told,
      extensions: [
        EditorView.cspNonce.of(nonce), EditorView.domEventHandlers({ beforeinput: typedOver }), lineNumbers(), highlightSpecialChars(), history(), drawSelection(), bracketMatching(), closeBrackets(),
        autocompletion(), highlightActiveLine(), Prec.high(keymap.of(keys)),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        names.of(language(null)), syntaxHighlighting(colours), look, marks, placeholder('SELECT … FROM events'), EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'SQL', 'data-box': '' }),
        EditorView.updateListener.of(update => {
          if (update.docChanged && view.state.doc.toString() !== told) {
            told = view.state.doc.toString()
            props.current.onChange(told)
          }
        })
      ]
    })
  })
  return {
    close: () => view.destroy(),
    names: (/** @type {any} */ value) => view.dispatch({ effects: names.reconfigure(language(value)) }),
    mark: (/** @type {Mark} */ mark) => view.dispatch({ effects: setMark.of(mark) }),
    value: (/** @type {string} */ text) => {
      if (text !== told) {
        told = text
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
      }
    }
  }
}
