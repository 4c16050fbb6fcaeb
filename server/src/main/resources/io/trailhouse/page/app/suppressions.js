// Suppressions: findings that are expected, with a reason and an end.
import { ask } from './api.js'
import { Busy, Trouble, asProblem, useAsk } from './asking.js'
import { Form } from './dialog.js'
import { html, useState } from './html.js'
import { Bar } from './shell.js'
import { TIME } from './span.js'
import { show } from './text.js'
import { DAY, Time, iso, minute, parse } from './time.js'

/** @param {{me: any}} props */
export function Suppressions({ me }) {
  const { data, problem, busy, again } = useAsk('suppressions', {})
  const [adding, setAdding] = useState(false)
  const [failed, setFailed] = useState(/** @type {import('./api.js').Problem | null} */ (null))
  const may = me.role !== 'read'
  const end = (/** @type {number} */ number) => ask('unsuppress', { number }).then(again, e => setFailed(asProblem(e)))
  return html`<${Bar} title=${html`<a href="/findings">Findings</a> <span class="faint">/</span> Suppressions`}><${Busy} busy=${busy} what="Reading" />
      <span class="right">${may && html`<button type="button" class="primary" onClick=${() => setAdding(true)}>Suppress…</button>`}</span></${Bar}>
    <${Trouble} problem=${problem ?? failed} />
    ${data && html`<div class="scroll" tabindex="0" role="region" aria-label="Suppressions"><table class="plain">
      <thead><tr><th scope="col">No.</th><th scope="col">Rule</th><th scope="col">Principal</th><th scope="col">Account</th><th scope="col">Until, UTC</th><th scope="col">Reason</th><th scope="col"><span class="away">End it</span></th></tr></thead>
      <tbody>${data.map((/** @type {any} */ each) => html`<tr class=${each.expired ? 'expired' : ''}><td>${each.number}</td><td class="mono">${show(each.rule)}</td><td class="mono">${show(each.principal ?? '*')}</td><td class="mono">${show(each.account ?? '*')}</td>
        <td class="nowrap"><${Time} at=${each.until} />${each.expired && html` <span class="tag">expired</span>`}</td><td>${show(each.reason, 1000)}</td><td>${may && html`<button type="button" class="danger" aria-label=${`End suppression ${each.number}`} onClick=${() => end(each.number)}>End</button>`}</td></tr>`)}
      ${!data.length && html`<tr><td colspan="7" class="faint">Nothing is suppressed.</td></tr>`}</tbody></table></div>`}
    <p class="faint small note">While a suppression lasts, new findings that it covers are stored as suppressed and alert nobody. Findings that are there do not change.</p>
    ${adding && html`<${Suppress} rule="*" principal="*" account="*" now=${me.now} onClose=${() => setAdding(false)} onDone=${again} />`}`
}

/** @param {{rule: string, principal: string, account: string, now: string, onClose: () => void, onDone: () => void}} props */
export function Suppress({ rule, principal, account, now, onClose, onDone }) {
  const done = (/** @type {Record<string, string>} */ fields) => ask('suppress', { ...fields, until: iso(parse(fields.until.trim())) }).then(onDone)
  return html`<${Form} title="Suppress what is expected" act="Suppress" onClose=${onClose} onDone=${done}>
    <label>Rule: its id, or * for all<input name="rule" required defaultValue=${rule} /></label>
    <label>Principal: * for any text, ? for one character<input name="principal" required defaultValue=${principal} /></label>
    <label>Account, or * for all<input name="account" required defaultValue=${account} /></label>
    <label>Until, UTC<input name="until" required pattern=${TIME} title="A time such as 2026-12-31 00:00, in UTC" defaultValue=${minute(parse(now) + 30 * DAY)} /></label>
    <label>Reason<textarea name="reason" rows="2" required maxlength="2000"></textarea></label>
  </${Form}>`
}
