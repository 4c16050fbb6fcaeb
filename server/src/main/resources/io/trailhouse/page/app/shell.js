// What stands around every screen: where one can go, who asks, which version answers.
import { html, useState } from './html.js'
import { show } from './text.js'

/** Lines of 16 by 16 pictures. */
const ICONS = /** @type {Record<string, string>} */ ({
  overview: 'M2.5 8.5 8 3l5.5 5.5M4 7.5V13h8V7.5',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.5 10.5 14 14',
  who: 'M8 7.5a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM3 13.7c.4-3 2.4-4.3 5-4.3s4.600 1.300 5 4.300',
  sql: 'M5 4.500 1.800 8 5 11.500M11 4.500 14.200 8 11 11.500M9.300 3 6.700 13',
  dashboards: 'M2.500 2.500h4.500v6h-4.500zM9 2.500h4.500v3.500h-4.500zM9 8h4.500v5.500h-4.500zM2.500 10.500h4.500v3h-4.500z',
  findings: 'M8 2.200 14.200 13.300H1.800ZM8 6.500v3M8 11.300v.4',
  coverage: 'M2.500 2.500h3v3h-3zM6.500 2.500h3v3h-3zM10.500 2.500h3v3h-3zM2.500 6.500h3v3h-3zM10.500 6.500h3v3h-3zM2.500 10.500h3v3h-3zM6.500 10.500h3v3h-3z',
  sources: 'M8 6c3 0 5.200-.8 5.200-1.900S11 2.200 8 2.200s-5.200.8-5.200 1.900S5 6 8 6ZM2.800 4.200v7.600c0 1.100 2.200 2 5.200 2s5.200-.9 5.200-2V4.200M2.800 8c0 1.100 2.200 2 5.200 2s5.200-.9 5.200-2',
  saved: 'M4 2.500h8v11L8 10.800 4 13.500Z'
})

/** Screen, words, the second key after `g`.
 * @type {[string, string, string][]} */
export const PLACES = [
  ['overview', 'Overview', 'o'], ['search', 'Search', 's'], ['who', 'Who', 'w'], ['sql', 'SQL', 'q'], ['dashboards', 'Dashboards', 'd'],
  ['findings', 'Findings', 'f'], ['coverage', 'Coverage', 'c'], ['sources', 'Sources', 'r'], ['saved', 'Saved', 'a']
]

/** @param {string} screen */
export const pathOf = screen => (screen === 'overview' ? '/' : `/${screen}`)

/** @param {{name: string}} props */
export function Icon({ name }) {
  return html`<svg class="pic" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d=${ICONS[name] ?? ''} /></svg>`
}

/** @param {{screen: string, me: any, onHelp: () => void, onLeave: () => void, children?: any}} props */
export function Shell({ screen, me, onHelp, onLeave, children }) {
  const [open, setOpen] = useState(false)
  const at = screen === 'event' ? 'search' : screen
  return html`<a class="skip" href="#main" onClick=${toMain}>Skip to content</a>
  <header class="side">
    <a class="brand" href="/"><svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" class="tile" /><path d="M6 21l6-9 5 6 3-4 6 8" class="trail" /><circle cx="21" cy="9" r="2.400" class="sun" /></svg>Trailhouse</a>
    <button type="button" class="icon burger" aria-expanded=${open} aria-controls="places" aria-label="Screens" onClick=${() => setOpen(!open)}>☰</button>
    <nav id="places" class=${open ? 'open' : ''} aria-label="Screens" onClick=${() => setOpen(false)}>
      ${PLACES.map(([name, words, key]) => html`<a href=${pathOf(name)} aria-current=${name === at ? 'page' : undefined} title=${`${words} (g ${key})`}>
        <${Icon} name=${name} /><span>${words}</span></a>`)}
    </nav>
    <div class=${`foot${open ? ' open' : ''}`}>
      <button type="button" class="quiet" onClick=${onHelp}>Keys <kbd>?</kbd></button>
      ${me && html`<div class="who" title=${`home ${me.home}`}><span>${show(me.user, 40)}</span><small>${me.role} · ${show(me.version, 30)}</small></div>`}
      ${me && me.login !== 'proxy' && html`<button type="button" class="quiet" onClick=${onLeave}>Sign out</button>`}
    </div>
  </header>
  <main id="main" tabindex="-1" class=${`screen-${screen}`}>${children}</main>`
}

/** The address keeps what the screen shows: a jump to #main would lose it.
 * @param {Event} event */
function toMain(event) {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

/** The line above a screen.
 * @param {{title: any, children?: any}} props */
export function Bar({ title, children }) {
  return html`<div class="bar"><h1>${title}</h1>${children}</div>`
}
