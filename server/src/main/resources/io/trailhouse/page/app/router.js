// Where the page is. All that a screen shows is in its address (page P1), so there is no other
// state to go back to.
import { useEffect, useState } from './html.js'

/** @typedef {Record<string, string>} Params */
/** @typedef {{screen: string, id: string, params: Params}} Route */

export const SCREENS = [
  'overview', 'search', 'event', 'who', 'sql', 'dashboards', 'findings', 'coverage', 'sources', 'saved'
]

/** SQL may be longer than a request's head: it stands behind the #, which no server is sent. */
const BEHIND = new Set(['sql', 'draft'])

/** @returns {Route} */
export function here() {
  const [, screen = '', ...rest] = location.pathname.split('/')
  /** @type {Params} */
  const params = {}
  for (const text of [location.search, location.hash.replace(/^#/, '')]) {
    new URLSearchParams(text).forEach((value, name) => (params[name] = value))
  }
  return { screen: screen || 'overview', id: decode(rest.join('/')) || (params.id ?? ''), params }
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The address of a screen. Empty parameters are left out.
 * @param {string} path such as `/search`; ids in it are encoded by the caller
 * @param {Record<string, string|number|null|undefined>} [params] */
export function to(path, params = {}) {
  const query = new URLSearchParams()
  const behind = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== '') {
      ;(BEHIND.has(name) ? behind : query).set(name, String(value))
    }
  }
  const search = query.size ? `?${query}` : ''
  return path + search + (behind.size ? `#${behind}` : '')
}

/** What may stand in a path: servers and proxies read a path's dots and encoded slashes as they like. */
const PLAIN = /^(?!\.+$)[\w.~-]{1,200}$/

/** @param {string} id whatever an event says that it is */
export const eventPath = id => (PLAIN.test(id) ? `/event/${id}` : to('/event', { id }))

/** @type {Set<() => void>} */
const listeners = new Set()
const tell = () => listeners.forEach(each => each())

/** @param {string} url @param {{replace?: boolean}} [how] */
export function go(url, how = {}) {
  if (how.replace) {
    history.replaceState(null, '', url)
  } else if (url !== location.pathname + location.search + location.hash) {
    history.pushState(null, '', url)
  }
  tell()
}

/** The same screen with other parameters.
 * @param {Record<string, string|number|null|undefined>} params @param {{replace?: boolean}} [how] */
export function change(params, how) {
  go(to(location.pathname, { ...here().params, ...params }), how)
}

/** @returns {Route} */
export function useRoute() {
  const [route, setRoute] = useState(here)
  useEffect(() => {
    const listener = () => setRoute(here())
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [])
  return route
}

/** Follows links of the page without loading it anew. */
export function follow() {
  addEventListener('popstate', tell)
  addEventListener('hashchange', tell)
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return
    }
    const screen = link.pathname.split('/')[1] || 'overview'
    if (link.origin === location.origin && !link.target && !link.hasAttribute('download') && SCREENS.includes(screen)) {
      event.preventDefault()
      go(link.pathname + link.search + link.hash)
    }
  })
}
