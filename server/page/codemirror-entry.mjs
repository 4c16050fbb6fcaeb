// All of CodeMirror that the SQL screen uses, and nothing else.
export { EditorState, StateField, StateEffect, Compartment, Prec } from '@codemirror/state'
export {
  EditorView, Decoration, WidgetType, keymap, lineNumbers, highlightActiveLine, drawSelection,
  highlightSpecialChars, placeholder
} from '@codemirror/view'
export { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
export { autocompletion, closeCompletion, completionKeymap, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
export { syntaxHighlighting, HighlightStyle, bracketMatching } from '@codemirror/language'
export { sql, SQLDialect, PostgreSQL } from '@codemirror/lang-sql'
export { tags } from '@lezer/highlight'
