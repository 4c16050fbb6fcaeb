// How much of a span is proven: an answer is worth as much as what it was asked of.
import { html } from './html.js'
import { to } from './router.js'
import { STATES } from './states.js'
import { count, show } from './text.js'

/** @param {{coverage: any, problem?: any, from?: string|null, to?: string|null, account?: string|null, region?: string|null}} props */
export function CoverLine({ coverage, problem, from, to: until, account, region }) {
  if (!coverage) {
    return problem ? html`<p class="cover faint">What the span covers is not known: ${show(problem.trouble.problem)}</p>` : html`<p class="cover"></p>`
  }
  const parts = Object.entries(STATES).map(([letter, state]) => ({ ...state, letter, hours: coverage.states[state.name] ?? coverage.states[letter] ?? 0 })).filter(each => each.hours)
  const sum = parts.reduce((all, each) => all + each.hours, 0)
  const missing = coverage.states.missing ?? 0
  const link = to('/coverage', { from, to: until, account, region })
  if (!sum) {
    return html`<p class="cover faint">${show(coverage.remark || 'Nothing is known of what this span should hold: no log file of a trail, no digest.')} <a href=${link}>Coverage</a></p>`
  }
  let at = 0
  return html`<p class="cover">
    <svg class="coverbar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      ${parts.map(each => {
        const x = at
        at += (100 * each.hours) / sum
        return html`<rect class=${`st-${each.name}`} x=${x} width=${(100 * each.hours) / sum} height="1" />`
      })}
    </svg>
    <a href=${link} class=${missing ? 'bad' : ''}>${missing ? html`<b>${count(missing)}</b> of ${count(sum)} account-Region-hours of this span are missing` : `No hour of this span is missing, of ${count(sum)}`}</a>
    ${parts.filter(each => each.name !== 'missing').map(each => html`<span class="key"><i class=${`dot st-${each.name}`}></i>${each.name} ${count(each.hours)}</span>`)}
  </p>`
}
