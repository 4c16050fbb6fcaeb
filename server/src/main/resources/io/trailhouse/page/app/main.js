// The page begins here: who asks, which screen, and the keys that hold everywhere.
import { Problem, ask, onDenied } from './api.js'
import { Trouble, asProblem } from './asking.js'
import { Help } from './dialog.js'
import { Component, html, render, useEffect, useRef, useState } from './html.js'
import { useKeys } from './keys.js'
import { follow, go, useRoute } from './router.js'
import { PLACES, Shell, pathOf } from './shell.js'

/** Screens are loaded when they are first shown.
 * @type {Record<string, () => Promise<{Screen: any}>>} */
const LOAD = {
  overview: () => import('./overview.js'),
  search: () => import('./search.js'),
  event: () => import('./event.js'),
  who: () => import('./who.js'),
  sql: () => import('./sql.js'),
  dashboards: () => import('./dashboards.js'),
  findings: () => import('./findings.js'),
  coverage: () => import('./coverage.js'),
  sources: () => import('./sources.js'),
  saved: () => import('./saved.js')
}

function Page() {
  const route = useRoute()
  const [me, setMe] = useState(/** @type {any} */ (null))
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null))
  const [screen, setScreen] = useState(/** @type {{name: string, Screen: any} | null} */ (null))
  const [help, setHelp] = useState(false)
  const login = useRef('')
  login.current = me?.login ?? login.current
  useEffect(() => {
    onDenied(denied => (login.current === 'users' ? leave() : setProblem(denied)))
    ask('me').then(told => setMe({ ...told, at: Date.now() }), e => setProblem(asProblem(e)))
  }, [])
  useEffect(() => {
    // Whoever goes on before a screen has come must not get it when it comes.
    let left = false
    const load = Object.hasOwn(LOAD, route.screen) ? LOAD[route.screen] : async () => ({ Screen: Nowhere })
    load().then(({ Screen }) => left || setScreen({ name: route.screen, Screen }), e => left || setProblem(asProblem(e)))
    return () => void (left = true)
  }, [route.screen])
  useEffect(() => {
    const words = PLACES.find(([name]) => name === route.screen)?.[1] ?? 'Event'
    document.title = `${words} · Trailhouse`
  }, [route.screen])
  useGo(setHelp)
  const out = async () => {
    await ask('logout').catch(() => null)
    if (me.login === 'users') {
      leave()
    } else {
      setProblem(new Problem({ problem: 'You have signed out' }, 401))
    }
  }
  const ready = me && screen && screen.name === route.screen && !problem
  return html`<${Shell} screen=${route.screen} me=${me} onHelp=${() => setHelp(true)} onLeave=${out}>
    ${problem ? html`<${Closed} problem=${problem} />` : ready ? html`<${Guard} key=${screen.name}><${screen.Screen} route=${route} me=${me} /></${Guard}>` : null}
    ${help && html`<${Help} onClose=${() => setHelp(false)} />`}
  </${Shell}>`
}

/** A screen that fails says so; the way to the others stays open. */
class Guard extends Component {
  /** @param {unknown} error */
  componentDidCatch(error) {
    console.error(error)
    this.setState({ error })
  }

  /** @param {any} props @param {any} state */
  render(props, state) {
    return state.error ? html`<${Trouble} problem=${asProblem(state.error)} again=${() => this.setState({ error: null })} />` : props.children
  }
}

/** To the form for user and password, and back here after it. */
const leave = () => location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`)

/** `g` and a letter go to a screen, `/` to the search box.
 * @param {(on: boolean) => void} setHelp */
function useGo(setHelp) {
  /** @type {import('./keys.js').Keys} */
  const keys = {
    '?': event => (event.preventDefault(), setHelp(true)),
    '/': event => {
      event.preventDefault()
      const box = /** @type {HTMLElement | null} */ (document.querySelector('[data-box]'))
      box ? box.focus() : go('/search')
    },
    'g e': () => go(sessionStorage.getItem('event') ?? '/search')
  }
  for (const [name, , key] of PLACES) {
    keys[`g ${key}`] = event => (event.preventDefault(), go(pathOf(name)))
  }
  useKeys(keys)
}

/** Nothing can be asked.
 * @param {{problem: Problem}} props */
function Closed({ problem }) {
  const denied = problem.status === 401
  return html`<div class="halt card">
    <h1>${denied ? 'Who is asking?' : 'The page cannot go on'}</h1>
    <${Trouble} problem=${problem} />
    ${denied
      ? html`<p>Open the link that <code>trailhouse serve</code> printed when it started, or run <code>trailhouse page</code> on that machine for another one.</p>
        <p>Where there are users, <a href="/login" target="_self">sign in</a>.</p>`
      : html`<p><button type="button" onClick=${() => location.reload()}>Load again</button></p>`}
  </div>`
}

function Nowhere() {
  return html`<div class="halt card"><h1>There is no such screen</h1><p>Go to the <a href="/">overview</a> or to <a href="/search">search</a>.</p></div>`
}

follow()
render(html`<${Page} />`, /** @type {HTMLElement} */ (document.getElementById('app')))
