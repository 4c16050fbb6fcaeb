// One event on a screen of its own.
import { EventView } from './eventview.js'
import { html } from './html.js'
import { useKeys } from './keys.js'
import { go, to } from './router.js'
import { Bar } from './shell.js'
import { show } from './text.js'
import { DAY, iso, parse } from './time.js'

/** @param {{route: import('./router.js').Route}} props */
export function Screen({ route }) {
  const back = () => history.length > 1 ? history.back() : go('/search')
  useKeys({ o: back, Escape: back })
  return html`<${Bar} title="Event"><span class="mono faint">${show(route.id, 80)}</span><span class="right"><button type="button" onClick=${back}>Back <kbd>Esc</kbd></button></span></${Bar}>
    <${EventView} id=${route.id} onFilter=${search} />`
}

/** What a value of an event leads to: the weeks around it.
 * @param {string} term @param {string} time */
function search(term, time) {
  const at = parse(time)
  const around = Number.isFinite(at) ? { from: iso(at - 7 * DAY), to: iso(at + 7 * DAY) } : {}
  go(to('/search', { q: term, ...around }))
}
