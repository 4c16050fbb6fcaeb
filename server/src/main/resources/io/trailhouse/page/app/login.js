// The form of /login. It loads nothing of the page itself: whoever sees it may not ask for data.

const form = /** @type {HTMLFormElement} */ (document.getElementById('login'))
const said = /** @type {HTMLElement} */ (document.getElementById('said'))

/** Where to go on: a path of this server, whatever the address says. A second slash or a backslash
 * would name another host. */
function next() {
  const wanted = new URLSearchParams(location.search).get('next') ?? '/'
  return /^\/(?![/\\])/.test(wanted) ? wanted : '/'
}

form.addEventListener('submit', async event => {
  event.preventDefault()
  const fields = new FormData(form)
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'))
  button.disabled = true
  said.textContent = ''
  try {
    const answer = await fetch('/page/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Trailhouse': 'page' },
      body: JSON.stringify({ user: fields.get('user'), password: fields.get('password') })
    })
    if (answer.ok) {
      location.assign(next())
      return
    }
    const body = await answer.json().catch(() => null)
    const problem = body?.problem
    said.textContent = problem ? `${problem.problem}. ${problem.remedy ?? ''}` : `The server answered ${answer.status}.`
  } catch {
    said.textContent = 'The server does not answer. Is trailhouse serve still running?'
  }
  button.disabled = false
})
