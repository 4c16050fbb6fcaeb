// Keys of the page. The newest screen or dialog that knows a key gets it.
import { useEffect, useRef } from './html.js'

/** @typedef {Record<string, (event: KeyboardEvent) => void>} Keys */

/** @type {{current: Keys}[]} */
const stack = []

/** @param {EventTarget | null} target */
function typing(target) {
  return target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** Whether Enter belongs to what has the focus: a button, a link.
 * @param {EventTarget | null} target */
const acts = target => target instanceof HTMLElement && /^(BUTTON|A|SUMMARY)$/.test(target.tagName)

/** When `g` was pressed, for the key that follows it. */
let since = -Infinity

addEventListener('keydown', event => {
  const escape = event.key === 'Escape'
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || (typing(event.target) && !escape)) {
    return
  }
  if ((event.key === 'Enter' || event.key === ' ') && acts(event.target)) {
    return
  }
  if (document.querySelector('dialog[open]') && !escape) {
    return
  }
  const second = event.timeStamp - since < 1500
  since = event.key === 'g' && !second ? event.timeStamp : -Infinity
  const name = second ? `g ${event.key}` : event.key
  const holder = [...stack].reverse().find(keys => keys.current[name])
  holder?.current[name](event)
})

/** Keys for as long as a component is shown. An action that uses a key calls `preventDefault`.
 * @param {Keys} keys */
export function useKeys(keys) {
  const held = useRef(keys)
  held.current = keys
  useEffect(() => {
    stack.push(held)
    return () => void stack.splice(stack.indexOf(held), 1)
  }, [])
}

/** @type {[string, [string, string][]][]} */
export const HELP = [
  ['Anywhere', [
    ['/', 'go to the search box'], ['?', 'show these keys'], ['g o', 'Overview'], ['g s', 'Search'], ['g w', 'Who'], ['g e', 'the event last opened'],
    ['g q', 'SQL'], ['g d', 'Dashboards'], ['g f', 'Findings'], ['g c', 'Coverage'], ['g r', 'Sources'], ['g a', 'Saved']
  ]],
  ['In a list', [
    ['j  k', 'next row, row before'], ['↓  ↑', 'the same, in the focused list'], ['PgDn  PgUp', 'a page on, a page back'],
    ['Home  End', 'first row, last row'], ['Enter', 'open'], ['o  Esc', 'close what is open beside the list'], ['x', 'mark a finding']
  ]],
  ['In SQL', [['Ctrl Enter', 'run'], ['Esc', 'stop what runs'], ['Ctrl Space', 'complete'], ['Tab', 'indent; Esc, then Tab leaves the editor']]],
  ['In the coverage map', [['← → ↑ ↓', 'hour and row'], ['Enter', 'search that hour']]]
]
