// How the page asks the server: POST /page/NAME with one JSON object (page P5).

/** @typedef {{code?: string, problem: string, place?: string|null, remedy?: string|null,
 *   line?: number|null, column?: number|null}} Trouble */

/** A problem that the server told, or that kept it from answering. */
export class Problem extends Error {
  /** @param {Trouble} trouble @param {number} status HTTP's, 0 when there was no answer */
  constructor(trouble, status) {
    super(trouble.problem)
    this.trouble = trouble
    this.status = status
  }
}

/** @type {Set<(problem: Problem) => void>} */
const denied = new Set()

/** Calls back when the session is over.
 * @param {(problem: Problem) => void} listener */
export function onDenied(listener) {
  denied.add(listener)
}

/** Of the questions that each take a process of the server, so many are asked at once; the others
 * wait here rather than be refused. */
const AT_ONCE = 3
const HEAVY = new Set(['widget'])
let running = 0
/** @type {(() => void)[]} */
const waiting = []

/** @param {AbortSignal} [signal] */
async function turn(signal) {
  while (running >= AT_ONCE) {
    await new Promise(done => waiting.push(() => done(null)))
  }
  running++
  signal?.throwIfAborted()
}

function done() {
  running--
  waiting.shift()?.()
}

/** @param {string} name @param {object} body @param {AbortSignal} [signal] */
async function post(name, body, signal) {
  /** @type {Response} */
  let answer
  try {
    answer = await fetch(`/page/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Trailhouse': 'page' },
      body: JSON.stringify(body),
      signal
    })
  } catch (e) {
    throw signal?.aborted ? e : unreachable()
  }
  if (answer.ok) {
    return answer
  }
  const told = await answer.json().catch(() => null)
  const problem = new Problem(
    told?.problem ?? { problem: `The server answered ${answer.status}`, remedy: 'The log of trailhouse serve says more' },
    answer.status
  )
  if (answer.status === 401) {
    denied.forEach(each => each(problem))
  }
  throw problem
}

function unreachable() {
  return new Problem(
    { problem: 'The server does not answer', remedy: 'Look whether trailhouse serve still runs, then ask again' },
    0
  )
}

/** One value.
 * @param {string} name @param {object} [body] @param {AbortSignal} [signal]
 * @returns {Promise<any>} */
export async function ask(name, body = {}, signal) {
  if (!HEAVY.has(name)) {
    return asked(name, body, signal)
  }
  try {
    await turn(signal)
    return await asked(name, body, signal)
  } finally {
    done()
  }
}

/** @param {string} name @param {object} body @param {AbortSignal} [signal] */
async function asked(name, body, signal) {
  const answer = await post(name, body, signal)
  /** @type {any} */
  let value
  try {
    value = await answer.json()
  } catch (e) {
    throw signal?.aborted ? e : unreachable()
  }
  if (value?.problem && Object.keys(value).length === 1) {
    throw new Problem(value.problem, answer.status) // it came up after the answer had begun
  }
  return value
}

/** @typedef {{name: string, type: string}} Column */
/** @typedef {{rows: number, more: boolean, millis: number}} End */
/** @typedef {{onColumns?: (columns: Column[]) => void, onRows: (rows: any[][]) => void,
 *   onRemark?: (text: string) => void}} Reader */

/** A stream of rows. Rows are handed on in the pieces in which they arrive.
 * @param {string} name @param {object} body @param {Reader} reader @param {AbortSignal} signal
 * @returns {Promise<End>} */
export async function stream(name, body, reader, signal) {
  const answer = await post(name, body, signal)
  const lines = new Lines(reader)
  const text = /** @type {ReadableStream<Uint8Array>} */ (answer.body).getReader()
  const decoder = new TextDecoder()
  try {
    for (let piece = await text.read(); !piece.done; piece = await text.read()) {
      lines.take(decoder.decode(piece.value, { stream: true }))
    }
  } catch (e) {
    throw signal.aborted || e instanceof Problem ? e : unreachable()
  }
  lines.take('\n')
  if (!lines.end) {
    // A stream without its last line was cut off: its rows are not the whole answer.
    throw new Problem({ problem: 'The answer broke off before its end', remedy: 'Ask again' }, 0)
  }
  return lines.end
}

class Lines {
  /** @param {Reader} reader */
  constructor(reader) {
    this.reader = reader
    this.rest = ''
    /** @type {End | null} */
    this.end = null
  }

  /** @param {string} text */
  take(text) {
    const lines = (this.rest + text).split('\n')
    this.rest = lines.pop() ?? ''
    /** @type {any[][]} */
    const rows = []
    for (const line of lines) {
      if (line.startsWith('[')) {
        rows.push(JSON.parse(line))
      } else if (line.trim()) {
        this.told(JSON.parse(line))
      }
    }
    if (rows.length) {
      this.reader.onRows(rows)
    }
  }

  /** @param {any} value */
  told(value) {
    if (value.columns) {
      this.reader.onColumns?.(value.columns)
    } else if (value.problem) {
      throw new Problem(value.problem, 200)
    } else if (value.remark) {
      this.reader.onRemark?.(value.remark)
    } else if (value.end) {
      this.end = value.end
    }
  }
}

/** Begins a download of all rows. The address is the server's; anything but a ticket is refused.
 * @param {object} body */
export async function download(body) {
  const { url } = await ask('ticket', body)
  if (!/^\/page\/[\w.~-]+$/.test(url)) {
    throw new Problem({ problem: 'The server gave no address for the download' }, 0)
  }
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}

/** Hands a text that the page has to the browser as a file.
 * @param {string} name @param {string} text */
export function keepFile(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
