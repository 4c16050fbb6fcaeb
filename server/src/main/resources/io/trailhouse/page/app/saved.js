// What was saved, for all who use this server.
import { ask } from './api.js'
import { Busy, Trouble, asProblem, useAsk } from './asking.js'
import { html, useState } from './html.js'
import { to } from './router.js'
import { Bar } from './shell.js'
import { show } from './text.js'
import { Time } from './time.js'

const KINDS = /** @type {Record<string, string>} */ ({ search: 'Searches', sql: 'Statements' })

/** @param {{me: any}} props */
export function Screen({ me }) {
  const { data, problem, busy, again } = useAsk('saved', {})
  const [failed, setFailed] = useState(/** @type {import('./api.js').Problem | null} */ (null))
  const forget = (/** @type {any} */ each) => confirm(`Forget "${each.title}"?`) && ask('forget', { id: each.id }).then(again, e => setFailed(asProblem(e)))
  return html`<${Bar} title="Saved"><${Busy} busy=${busy} what="Reading" /></${Bar}>
    <${Trouble} problem=${problem ?? failed} />
    ${data && Object.entries(KINDS).map(([kind, title]) => html`<${Part} key=${kind} title=${title} list=${data.filter((/** @type {any} */ each) => each.kind === kind)} may=${me.role !== 'read'} forget=${forget} />`)}`
}

/** @param {any} each */
const open = each => (each.kind === 'sql' ? to('/sql', { sql: each.text }) : to('/search', { q: each.text }))

/** @param {{title: string, list: any[], may: boolean, forget: (each: any) => void}} props */
function Part({ title, list, may, forget }) {
  return html`<h2 class="part">${title} <span class="faint">${list.length}</span></h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${title}><table class="plain"><thead><tr><th scope="col">Title</th><th scope="col">Text</th><th scope="col">By</th><th scope="col">At, UTC</th><th scope="col"><span class="away">Forget</span></th></tr></thead>
    <tbody>${list.map(each => html`<tr><td><a href=${open(each)}><bdi>${show(each.title)}</bdi></a></td><td class="mono faint">${show(each.text, 160)}</td><td>${show(each.by, 60)}</td><td class="nowrap"><${Time} at=${each.at} /></td>
      <td>${may && html`<button type="button" class="danger" aria-label=${`Forget ${each.title.slice(0, 60)}`} onClick=${() => forget(each)}>Forget</button>`}</td></tr>`)}
    ${!list.length && html`<tr><td colspan="5" class="faint">${title === 'Searches' ? 'Search for something and press Save.' : 'Write SQL and press Save.'}</td></tr>`}</tbody></table></div>`
}
