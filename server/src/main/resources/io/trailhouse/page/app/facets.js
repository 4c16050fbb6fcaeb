// The values that most of the found events have: a click keeps those events, the second button or
// Alt leaves them out.
import { html } from './html.js'
import { split, term } from './terms.js'
import { Ends, brief, count, plain, show } from './text.js'

/** In the order in which people look. The search knows the way by which a record came under its
 * column's name. */
const FACETS = [
  ['account', 'Account'], ['region', 'Region'], ['service', 'Service'], ['call', 'Call'], ['principal', 'Principal'], ['address', 'Address'],
  ['error', 'Error'], ['readonly', 'Only reads'], ['category', 'Category'], ['source', 'Source']
]
const NAMES = /** @type {Record<string, string>} */ ({ source: 'th_source' })

/** @param {{facets: Record<string, [any, number][]> | undefined, q: string, onFilter: (term: string) => void}} props */
export function Facets({ facets, q, onFilter }) {
  const terms = new Set(split(q))
  const wide = matchMedia('(min-width: 900px)').matches
  return html`<aside class="facets" aria-label="Facets"><details open=${wide}><summary>Facets</summary>
    ${FACETS.map(([name, title]) => html`<${Facet} key=${name} name=${NAMES[name] ?? name} title=${title} values=${facets?.[name] ?? []} terms=${terms} onFilter=${onFilter} />`)}
  </details></aside>`
}

/** @param {{name: string, title: string, values: [any, number][], terms: Set<string>, onFilter: (term: string) => void}} props */
function Facet({ name, title, values, terms, onFilter }) {
  const known = values.filter(([value]) => value !== null)
  const most = Math.max(1, ...known.map(([, n]) => n))
  if (!known.length) {
    return null
  }
  return html`<section><h3>${title}</h3><ul>
    ${known.map(([value, n]) => {
      const text = String(value)
      const kept = term(name, text)
      const out = term(name, text, true)
      return html`<li class=${terms.has(kept) ? 'on' : ''} key=${text}>
        <button type="button" class="value" aria-pressed=${terms.has(kept)} title=${`${plain(text)}: ${count(n)}`}
          onClick=${(/** @type {MouseEvent} */ e) => onFilter(e.altKey ? out : kept)}>
          <svg class="share" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 1"><rect width=${(100 * n) / most} height="1" /></svg>
          <span class="name">${name === 'principal' ? html`<${Ends} text=${text.replace(/^arn:aws[\w-]*:(?:iam|sts)::/, '')} />` : html`<bdi>${show(text, 120)}</bdi>`}</span><span class="n">${brief(n)}</span></button>
        <button type="button" class="out" aria-pressed=${terms.has(out)} aria-label=${`Leave out ${plain(text, 80)}`} title="Leave out" onClick=${() => onFilter(out)}>−</button>
      </li>`
    })}
  </ul></section>`
}
